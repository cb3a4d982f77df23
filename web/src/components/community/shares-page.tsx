"use client";

import { useState } from "react";
import { useCommunity, useShares } from "@/hooks/use-community";
import { isOver, type Share } from "@/lib/community";
import { pages } from "@/words/pages";
import { formatMoment } from "../format";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { CopyLink, linkOf } from "./copy-link";
import { Card, Page, sayWhy } from "./page";

/** Every link that the member has given away, and the way to take it back. */
export function SharesPage() {
  const { status, shares } = useShares();
  return (
    <Page title={pages.shares.title}>
      <p className="text-soft">{pages.shares.what}</p>
      {status === "error" && <p role="alert">{pages.shares.failed}</p>}
      {status === "ready" && shares.length === 0 && (
        <p className="text-soft">{pages.shares.none}</p>
      )}
      <ul className="grid gap-3" aria-label={pages.shares.title}>
        {shares.map((share) => (
          <li key={share.id}>
            <ShareRow share={share} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function ShareRow({ share }: { share: Share }) {
  const community = useCommunity();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const { views, omitted, expiresAt } = share;
  const ended = isOver(expiresAt);

  const revoke = () => {
    setBusy(true);
    community
      ?.unshare(share.id)
      .then(() => toast(pages.shares.takenBack), sayWhy)
      .finally(() => setBusy(false));
  };

  return (
    <Card role="group" aria-label={share.title}>
      <div>
        <h2 dir="auto" className="font-medium break-words">
          {share.title}
        </h2>
        <p className="text-sm text-soft">
          {pages.shares.shared(formatMoment(share.createdAt))} ·{" "}
          {views === 0 ? pages.shares.unread : pages.shares.read(views)}
          {omitted > 0 && ` · ${pages.shares.leftOut(omitted)}`} ·{" "}
          {expiresAt === null
            ? pages.shares.endless
            : (ended ? pages.shares.ended : pages.shares.until)(formatMoment(expiresAt))}
        </p>
      </div>
      {!ended && <CopyLink link={linkOf(share.id)} title={share.title} />}
      <div className="flex gap-2">
        {sure ? (
          <Button
            variant="danger"
            size="sm"
            className="coarse:h-11"
            disabled={busy}
            onClick={revoke}
          >
            {pages.shares.takeBackNow}
          </Button>
        ) : (
          <Button size="sm" className="coarse:h-11" onClick={() => setSure(true)}>
            {pages.shares.takeBack}
          </Button>
        )}
      </div>
    </Card>
  );
}
