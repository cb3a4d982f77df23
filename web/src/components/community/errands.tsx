"use client";

import { useEffect, useRef, useState } from "react";
import { useCommunity } from "@/hooks/use-community";
import { useMember } from "@/hooks/use-member";
import type { Welcome } from "@/lib/community-store";
import { finishErrand, takeErrand, waitingErrand } from "@/lib/errand";
import { words } from "@/words";
import { formatUsd } from "../format";
import { Button } from "../ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "../ui/dialog";
import { openThread } from "../use-place";

type Outcome = { welcome: Welcome } | { failed: string; of: "invite" | "copy" };

/** Does what the person came for, once they have signed in: an invite, or a copy of a share. */
export function Errands() {
  const community = useCommunity();
  const { status } = useMember();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const running = useRef(false);

  useEffect(() => {
    takeErrand();
    const errand = waitingErrand();
    if (errand === null || community === null || running.current) return;
    // A copy needs a member; an invite makes one.
    const ready = "invite" in errand ? status !== "loading" : status === "ready";
    if (!ready) return;
    running.current = true;
    const of = "invite" in errand ? "invite" : "copy";
    const done =
      "invite" in errand
        ? community.redeem(errand.invite).then((welcome) => setOutcome({ welcome }))
        : community.copyShare(errand.copy).then(openThread);
    done
      .catch((error: unknown) => {
        const failed = error instanceof Error ? error.message : words.common.failed;
        setOutcome({ failed, of });
      })
      .finally(() => {
        finishErrand();
        running.current = false;
      });
  }, [community, status]);

  if (outcome === null) return null;
  return (
    <Dialog open onOpenChange={() => setOutcome(null)}>
      <DialogContent aria-describedby={undefined} className="top-[40%]">
        {"welcome" in outcome ? (
          <WelcomeNote welcome={outcome.welcome} />
        ) : (
          <>
            <DialogTitle>
              {outcome.of === "invite" ? words.errand.inviteFailed : words.errand.copyFailed}
            </DialogTitle>
            <p role="alert">{outcome.failed}</p>
          </>
        )}
        <DialogClose asChild>
          <Button variant="ember">
            {"welcome" in outcome ? words.errand.comeIn : words.common.close}
          </Button>
        </DialogClose>
      </DialogContent>
    </Dialog>
  );
}

function WelcomeNote({ welcome }: { welcome: Welcome }) {
  const { agents } = useMember();
  const named = welcome.agents.flatMap((id) => agents.find((agent) => agent.id === id) ?? []);
  return (
    <>
      <DialogTitle>{words.errand.youAreIn}</DialogTitle>
      {welcome.note && <p className="text-lg leading-snug">{words.errand.quoted(welcome.note)}</p>}
      <ul className="grid gap-1.5 text-soft">
        {named.map(({ id, emoji, name }) => (
          <li key={id}>
            {emoji} {name}
          </li>
        ))}
        {welcome.budgetUsd !== null && (
          <li>{words.errand.monthly(formatUsd(welcome.budgetUsd))}</li>
        )}
      </ul>
    </>
  );
}
