"use client";

import { useState, type SubmitEvent } from "react";
import { useCommunity } from "@/hooks/use-community";
import { useSession } from "@/hooks/use-session";
import type { Receipt } from "@/lib/community";
import { formText } from "../form-text";
import { formatCount } from "../format";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Card, Page } from "./page";

const KINDS: Record<string, string> = {
  threads: "threads",
  messages: "messages",
  images: "pictures",
  notes: "notes",
  agents: "agents of your own",
  preferences: "preferences",
  usage: "months of usage",
  requests: "wishes for more",
  shares: "shared links",
  tokens: "tokens",
  users: "account",
  "sign-ins": "sign-in",
};

/** The way out: everything of the member is erased, and a receipt says what went. */
export function LeavePage() {
  const community = useCommunity();
  const { user, signOut } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [receipt, setReceipt] = useState<Receipt | null>(null);

  const leave = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (formText(event.currentTarget, "word").trim().toLowerCase() !== "delete") {
      setError("Type the word delete.");
      return;
    }
    setBusy(true);
    setError("");
    community
      ?.deleteAccount()
      .then(setReceipt, (reason: unknown) =>
        setError(reason instanceof Error ? reason.message : "That did not work. Try again."),
      )
      .finally(() => setBusy(false));
  };

  if (receipt !== null) {
    return (
      <Page title="Your account is deleted">
        <Card role="status">
          <p>
            {receipt.left === 0
              ? "Everything is gone. A second look has found nothing left."
              : `${receipt.left} documents are still there. Ask the owner to remove them.`}
          </p>
          <ul className="grid gap-1 text-sm text-soft">
            {receipt.deleted.map(([kind, count]) => (
              <li key={kind}>
                {formatCount(count)} {KINDS[kind] ?? kind}
              </li>
            ))}
          </ul>
        </Card>
        <Button variant="ember" onClick={() => void signOut()}>
          Goodbye
        </Button>
      </Page>
    );
  }

  return (
    <Page title="Delete my account">
      <div className="grid gap-3">
        <p>
          This erases the account of <strong className="font-medium">{user?.email}</strong>: every
          thread, note, picture, agent and link of yours. It can’t be undone, by nobody.
        </p>
        <p className="text-soft">
          To keep a copy, take it first: Export everything, in the menu of your account.
        </p>
      </div>
      <form onSubmit={leave} noValidate className="grid gap-4" aria-label="Delete my account">
        <Field
          label="Type delete to go on"
          name="word"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={error || undefined}
        />
        <Button type="submit" variant="danger" disabled={busy}>
          {busy ? "Erasing everything…" : "Delete everything"}
        </Button>
      </form>
    </Page>
  );
}
