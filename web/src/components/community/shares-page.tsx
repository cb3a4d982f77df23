"use client";

import { useState } from "react";
import { useCommunity, useShares } from "@/hooks/use-community";
import { isOver, type Share } from "@/lib/community";
import { formatCount, formatMoment } from "../format";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { CopyLink, linkOf } from "./copy-link";
import { Card, Page, sayWhy } from "./page";

/** Every link that the member has given away, and the way to take it back. */
export function SharesPage() {
  const { status, shares } = useShares();
  return (
    <Page title="Shared links">
      <p className="text-soft">
        Whoever has one of these links can read what you shared, as it was then. Take one back, and
        it leads nowhere from that moment on.
      </p>
      {status === "error" && (
        <p role="alert">Your links could not be loaded. They appear when the connection is back.</p>
      )}
      {status === "ready" && shares.length === 0 && (
        <p className="text-soft">Nothing is shared. A thread’s menu has “Share”.</p>
      )}
      <ul className="grid gap-3" aria-label="Shared links">
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
      .then(() => toast("The link leads nowhere now."), sayWhy)
      .finally(() => setBusy(false));
  };

  return (
    <Card role="group" aria-label={share.title}>
      <div>
        <h2 className="font-medium break-words">{share.title}</h2>
        <p className="text-sm text-soft">
          Shared {formatMoment(share.createdAt)} ·{" "}
          {views === 0
            ? "not read yet"
            : `read ${formatCount(views)} ${views === 1 ? "time" : "times"}`}
          {omitted > 0 && ` · ${omitted} left out`} ·{" "}
          {expiresAt === null
            ? "until you take it back"
            : `${ended ? "ended" : "until"} ${formatMoment(expiresAt)}`}
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
            Take it back now
          </Button>
        ) : (
          <Button size="sm" className="coarse:h-11" onClick={() => setSure(true)}>
            Take it back
          </Button>
        )}
      </div>
    </Card>
  );
}
