"use client";

import { useState, type SubmitEvent } from "react";
import { useHearth } from "@/hooks/hearth-provider";
import { useSession } from "@/hooks/use-session";
import { pages } from "@/words/pages";
import { openShelf } from "../agents/open-shelf";
import { formText } from "../form-text";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Page } from "./page";

/** The way out, for good. What becomes of it is told in place of the room. */
export function LeavePage() {
  const { deleteAccount } = useHearth();
  const { user } = useSession();
  const [error, setError] = useState("");

  const leave = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (formText(event.currentTarget, "word").trim().toLowerCase() !== pages.leave.word) {
      setError(pages.leave.notTyped);
      return;
    }
    openShelf(null);
    void deleteAccount();
  };

  return (
    <Page title={pages.leave.title}>
      <div className="grid gap-3">
        <p>{pages.leave.what(<strong className="font-medium">{user?.email}</strong>)}</p>
        <p className="text-soft">{pages.leave.keep}</p>
      </div>
      <form onSubmit={leave} noValidate className="grid gap-4" aria-label={pages.leave.title}>
        <Field
          label={pages.leave.type}
          name="word"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={error || undefined}
        />
        <Button type="submit" variant="danger">
          {pages.leave.everything}
        </Button>
      </form>
    </Page>
  );
}
