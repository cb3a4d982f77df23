"use client";

import { KeyRound, Trash2 } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { useTokens } from "@/hooks/use-tokens";
import { functionUrl } from "@/lib/config";
import type { Token } from "@/lib/types";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { copyText } from "../copy";
import { formText } from "../form-text";
import { formatMoment } from "../format";
import { Button } from "../ui/button";
import { FullContent } from "../ui/dialog";
import { Field } from "../ui/field";
import { toast } from "../ui/toast";
import { SelectField } from "./labelled";
import { PageHead } from "./page-head";

const DURATIONS = [30, 90, 366, "endless"] as const;

/** The keys that a member makes for their other tools. */
export function TokenPage() {
  const { status, tokens, create, revoke } = useTokens();
  const [made, setMade] = useState<string | null>(null);
  return (
    <FullContent aria-describedby={undefined} data-slot="token-page">
      <PageHead title={pages.tokens.title} />
      <div className="overflow-y-auto overscroll-contain">
        <div className="px-safe pb-safe mx-auto grid max-w-[38rem] grid-cols-1 gap-6 py-5">
          <p className="text-soft">{pages.tokens.what}</p>
          <Copyable label={pages.tokens.address} text={functionUrl("v1")} />
          {made === null ? (
            <NewToken create={create} onMade={setMade} />
          ) : (
            <Made token={made} onDone={() => setMade(null)} />
          )}
          <section aria-label={pages.tokens.yours} className="grid gap-2.5">
            <h2 className="text-sm font-semibold text-soft">{pages.tokens.yours}</h2>
            {status === "error" && (
              <p role="alert" className="text-sm text-soft">
                {pages.tokens.failed}
              </p>
            )}
            {status === "ready" && tokens.length === 0 && (
              <p className="text-sm text-soft">{pages.tokens.none}</p>
            )}
            <ul className="grid gap-2.5">
              {tokens.map((token) => (
                <li key={token.id}>
                  <TokenRow token={token} onRevoke={() => revoke(token.id)} />
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </FullContent>
  );
}

type NewTokenProps = {
  create: (label: string, days: number | null) => Promise<string>;
  onMade: (token: string) => void;
};

function NewToken({ create, onMade }: NewTokenProps) {
  const [busy, setBusy] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const days = formText(event.currentTarget, "days");
    setBusy(true);
    create(formText(event.currentTarget, "label").trim(), days === "endless" ? null : Number(days))
      .then(onMade, say)
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-lg border border-line bg-raised p-4">
      <Field
        label={pages.tokens.app}
        name="label"
        required
        pattern=".*\S.*"
        title={pages.tokens.needsApp}
        maxLength={80}
        autoComplete="off"
        placeholder={pages.tokens.appExample}
      />
      <SelectField label={pages.tokens.goodFor} name="days" defaultValue="90">
        {DURATIONS.map((days) => (
          <option key={days} value={days}>
            {pages.tokens.durations[days]}
          </option>
        ))}
      </SelectField>
      <Button type="submit" variant="ember" disabled={busy}>
        <KeyRound aria-hidden />
        {pages.tokens.make}
      </Button>
    </form>
  );
}

function Made({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <section
      aria-label={pages.tokens.fresh}
      className="grid grid-cols-1 gap-4 rounded-lg border border-line bg-wash p-4"
    >
      <p role="status" className="font-medium">
        {pages.tokens.copyNow}
      </p>
      <Copyable label={pages.tokens.token} text={token} />
      <Button onClick={onDone}>{pages.tokens.haveCopied}</Button>
    </section>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const copy = async () => {
    if (await copyText(text)) toast(pages.tokens.copied);
  };
  return (
    <div data-slot="copyable" className="grid grid-cols-1 gap-1.5">
      <p className="text-sm font-medium">{label}</p>
      <div className="flex items-center gap-2">
        <code
          tabIndex={0}
          aria-label={label}
          className="min-w-0 grow overflow-x-auto rounded-sm bg-code px-3 py-2.5 text-sm whitespace-nowrap select-all"
        >
          {text}
        </code>
        <Button
          size="sm"
          className="coarse:h-11"
          aria-label={pages.tokens.copyIt(label)}
          onClick={() => void copy()}
        >
          {words.common.copy}
        </Button>
      </div>
    </div>
  );
}

type TokenRowProps = { token: Token; onRevoke: () => Promise<void> };

function TokenRow({ token, onRevoke }: TokenRowProps) {
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const revoke = () => {
    setBusy(true);
    onRevoke().catch((error: unknown) => {
      say(error);
      setBusy(false);
    });
  };
  return (
    <article
      aria-label={token.label}
      data-slot="token-row"
      className="flex items-center gap-3 rounded-lg border border-line bg-raised p-4"
    >
      <div className="grid min-w-0 grow gap-0.5">
        <h3 className="font-medium break-words">
          <bdi>{token.label}</bdi> <span className="font-normal text-soft">…{token.ending}</span>
        </h3>
        <p className="text-sm text-soft">
          {token.usedAt === null
            ? pages.tokens.unused
            : pages.tokens.used(formatMoment(token.usedAt))}{" "}
          · {endOf(token)}
        </p>
      </div>
      {sure ? (
        <Button variant="danger" size="sm" className="coarse:h-11" disabled={busy} onClick={revoke}>
          {pages.tokens.revokeNow}
        </Button>
      ) : (
        <Button
          variant="quiet"
          size="icon"
          aria-label={pages.tokens.revoke(token.label)}
          onClick={() => setSure(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </article>
  );
}

function endOf({ expiresAt }: Token): string {
  if (expiresAt === null) return pages.tokens.endless;
  return (expiresAt <= Date.now() ? pages.tokens.ended : pages.tokens.ends)(
    formatMoment(expiresAt),
  );
}

function say(error: unknown): void {
  toast(error instanceof Error ? error.message : words.common.failed);
}
