"use client";

import { useState, type SubmitEvent } from "react";
import { useHearth } from "@/hooks/hearth-provider";
import { useSession } from "@/hooks/use-session";
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
    if (formText(event.currentTarget, "word").trim().toLowerCase() !== "delete") {
      setError("Type the word delete.");
      return;
    }
    openShelf(null);
    void deleteAccount();
  };

  return (
    <Page title="Delete my account">
      <div className="grid gap-3">
        <p>
          This erases the account of <strong className="font-medium">{user?.email}</strong>: every
          thread, note, picture, agent and link of yours. Nobody can undo it.
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
        <Button type="submit" variant="danger">
          Delete everything
        </Button>
      </form>
    </Page>
  );
}
