"use client";

import { QrCode } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useCommunity } from "@/hooks/use-community";
import {
  consoleUrl,
  isOver,
  type Overview,
  type OverviewInvite,
  type OverviewMember,
} from "@/lib/community";
import { deferred } from "../deferred";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { formatMoment, formatUsd } from "../format";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { CopyLink } from "./copy-link";
import { Meter } from "./meter";
import { Card, Page, Section } from "./page";

const InviteCode = deferred(() => import("./invite-code").then((module) => module.InviteCode));

/** How the community is doing, for its owner. Each thing leads to its document in the console. */
export function OwnerPage() {
  const community = useCommunity();
  const [overview, setOverview] = useState<Overview | null>(null);
  const [error, setError] = useState("");

  const load = useCallback(() => {
    community?.overview().then(
      (found) => {
        setOverview(found);
        setError("");
      },
      (reason: unknown) => setError(reason instanceof Error ? reason.message : words.common.failed),
    );
  }, [community]);

  useEffect(load, [load]);

  return (
    <Page
      title={pages.owner.title}
      action={
        <Button variant="quiet" size="sm" className="coarse:h-11" onClick={load}>
          {pages.owner.refresh}
        </Button>
      }
    >
      {error !== "" && <p role="alert">{error}</p>}
      {overview === null ? error === "" && <Loading /> : <Whole overview={overview} />}
    </Page>
  );
}

function Loading() {
  return (
    <div role="status" aria-label={pages.owner.loading} className="grid gap-3">
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-24 rounded-lg" />
      ))}
    </div>
  );
}

function Whole({ overview }: { overview: Overview }) {
  const { project, members, invites, pool, problems } = overview;
  const asking = members.filter(({ request }) => request !== null);
  const byCost = members.toSorted((a, b) => b.spentUsd - a.spentUsd);
  return (
    <>
      <Section heading={pages.owner.thisMonth}>
        <Card>
          <Meter label={pages.owner.everybody} spentUsd={pool.spentUsd} limitUsd={pool.limitUsd} />
        </Card>
      </Section>
      <Section heading={pages.owner.problems}>
        {problems.length === 0 ? (
          <p className="text-soft">{pages.owner.noProblems}</p>
        ) : (
          <Card className="gap-0 py-1">
            <ul>
              {problems.map(({ where, text }) => (
                <li key={`${where} ${text}`} className="border-b border-line py-2.5 last:border-0">
                  <ConsoleLink project={project} path={where}>
                    {where}
                  </ConsoleLink>
                  <p className="text-sm">{text}</p>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </Section>
      {asking.length > 0 && (
        <Section heading={pages.owner.asking}>
          {asking.map((member) => (
            <Asking key={member.uid} member={member} project={project} />
          ))}
        </Section>
      )}
      <Section heading={pages.owner.members(members.length)}>
        <ul className="grid gap-2.5">
          {byCost.map((member) => (
            <li key={member.uid}>
              <MemberRow member={member} project={project} />
            </li>
          ))}
        </ul>
      </Section>
      <Section heading={pages.owner.invites}>
        {invites.length === 0 && (
          <p className="text-soft">{pages.owner.noInvites(<code>{"invites"}</code>)}</p>
        )}
        {invites.map((invite) => (
          <InviteRow key={invite.code} invite={invite} project={project} />
        ))}
      </Section>
    </>
  );
}

type ConsoleLinkProps = { project: string; path: string; children: string };

function ConsoleLink({ project, path, children }: ConsoleLinkProps) {
  return (
    <a
      href={consoleUrl(project, path)}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-block py-1 text-sm break-all text-ember-text underline decoration-1 underline-offset-4 hover:decoration-2"
    >
      {children}
      <span className="sr-only"> {pages.owner.inConsole}</span>
    </a>
  );
}

type MemberProps = { member: OverviewMember; project: string };

function nameOf({ displayName, email, uid }: OverviewMember): string {
  return displayName || email || uid;
}

function Asking({ member, project }: MemberProps) {
  const { request } = member;
  if (request === null) return null;
  return (
    <Card>
      <p>
        {pages.owner.asks(
          <strong className="font-medium">{nameOf(member)}</strong>,
          formatUsd(request.usd),
          member.limitUsd === null ? null : formatUsd(member.limitUsd),
        )}
      </p>
      {request.note !== "" && (
        <blockquote className="text-soft">{words.errand.quoted(request.note)}</blockquote>
      )}
      <p className="text-sm text-soft">
        {pages.owner.sayYes(
          <code>{"budgetUsd"}</code>,
          <ConsoleLink project={project} path={`users/${member.uid}`}>
            {`users/${member.uid}`}
          </ConsoleLink>,
        )}
      </p>
    </Card>
  );
}

function stateOf({ suspended, owner, agents }: OverviewMember): string {
  if (suspended) return pages.owner.suspended;
  if (agents === 0) return pages.owner.waits;
  return owner ? pages.owner.owner : "";
}

function MemberRow({ member, project }: MemberProps) {
  const state = stateOf(member);
  return (
    <Card role="group" aria-label={nameOf(member)}>
      <div className="flex items-baseline gap-3">
        <h3 className="min-w-0 grow truncate font-medium">{nameOf(member)}</h3>
        {state && <span className="shrink-0 text-sm text-ember-text">{state}</span>}
      </div>
      {member.email !== nameOf(member) && (
        <p className="-mt-2 truncate text-sm text-soft">{member.email}</p>
      )}
      <Meter
        label={pages.usage.turns(member.turns)}
        spentUsd={member.spentUsd}
        limitUsd={member.limitUsd}
      />
      <div>
        <ConsoleLink project={project} path={`users/${member.uid}`}>
          {words.common.edit}
        </ConsoleLink>
      </div>
    </Card>
  );
}

function InviteRow({ invite, project }: { invite: OverviewInvite; project: string }) {
  const { code, note, seats, used, expiresAt, revoked } = invite;
  const [shown, setShown] = useState(false);
  const link = `${location.origin}/?invite=${code}`;
  const full = seats !== null && used >= seats;
  const over = isOver(expiresAt);
  const open = !revoked && !full && !over;
  const state = revoked
    ? pages.owner.withdrawn
    : over
      ? pages.owner.ended
      : full
        ? pages.owner.full
        : pages.owner.open;
  return (
    <Card role="group" aria-label={code}>
      <div className="flex items-baseline gap-3">
        <h3 className="min-w-0 grow font-medium break-all">{code}</h3>
        <span className="shrink-0 text-sm text-soft">{state}</span>
      </div>
      <p className="-mt-2 text-sm text-soft">
        {seats === null ? pages.owner.used(used) : pages.owner.seats(used, seats)}
        {expiresAt !== null && ` · ${pages.owner.until(formatMoment(expiresAt))}`}
        {note && ` · ${note}`}
      </p>
      {open && <CopyLink link={link} title={pages.owner.join} />}
      <div className="flex items-center gap-3">
        {open && (
          <Button size="sm" className="coarse:h-11" onClick={() => setShown(true)}>
            <QrCode aria-hidden />
            {pages.owner.showQr}
          </Button>
        )}
        <ConsoleLink project={project} path={`invites/${code}`}>
          {words.common.edit}
        </ConsoleLink>
      </div>
      {shown && <InviteCode link={link} code={code} onClose={() => setShown(false)} />}
    </Card>
  );
}
