"use client";

import { useState, type SubmitEvent } from "react";
import { useMember } from "@/hooks/use-member";
import { useSession } from "@/hooks/use-session";
import { formText } from "./form-text";
import { NoticePage } from "./notice-page";
import { Button } from "./ui/button";
import { Field } from "./ui/field";

/** The account is there, but nobody has let it in yet. */
export function Waiting() {
  const { user, signOut } = useSession();
  const { join } = useMember();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  const redeem = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = formText(event.currentTarget, "code").trim();
    if (code === "") {
      setError("Enter the code from your invite.");
      return;
    }
    setBusy(true);
    setError("");
    try {
      if ((await join(code)) === "waiting") setError("That invite is not valid any more.");
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : "That did not work. Try again.");
    } finally {
      setBusy(false);
    }
  };

  return (
    <NoticePage
      heading="You need an invite"
      actions={
        <>
          <form onSubmit={(event) => void redeem(event)} className="grid gap-3" noValidate>
            <Field
              label="Invite code"
              name="code"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              error={error || undefined}
            />
            <Button type="submit" variant="ember" disabled={busy}>
              {busy ? "Checking…" : "Use this invite"}
            </Button>
          </form>
          <Button onClick={() => void signOut()}>Sign out</Button>
        </>
      }
    >
      <p>
        You are signed in as <strong className="font-medium text-ink">{user?.email}</strong>. This
        place is for people its owner knows: ask them to let this address in, or enter the code that
        they sent you.
      </p>
      <p>This page opens by itself as soon as you are let in.</p>
    </NoticePage>
  );
}
