"use client";

import { useState, type SubmitEvent } from "react";
import { useMember } from "@/hooks/use-member";
import { useSession } from "@/hooks/use-session";
import { words } from "@/words";
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
      setError(words.waiting.needsCode);
      return;
    }
    setBusy(true);
    setError("");
    try {
      if ((await join(code)) === "waiting") setError(words.waiting.notValid);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : words.common.failed);
    } finally {
      setBusy(false);
    }
  };

  return (
    <NoticePage
      heading={words.waiting.title}
      actions={
        <>
          <form onSubmit={(event) => void redeem(event)} className="grid gap-3" noValidate>
            <Field
              label={words.waiting.code}
              name="code"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              error={error || undefined}
            />
            <Button type="submit" variant="ember" disabled={busy}>
              {busy ? words.waiting.checking : words.waiting.use}
            </Button>
          </form>
          <Button onClick={() => void signOut()}>{words.common.signOut}</Button>
        </>
      }
    >
      <p>{words.waiting.who(<strong className="font-medium text-ink">{user?.email}</strong>)}</p>
      <p>{words.waiting.opens}</p>
    </NoticePage>
  );
}
