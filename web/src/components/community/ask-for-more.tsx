"use client";

import { useState, type SubmitEvent } from "react";
import { useBudget, useCommunity } from "@/hooks/use-community";
import { pages } from "@/words/pages";
import { formText } from "../form-text";
import { formatUsd } from "../format";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Card, sayWhy } from "./page";

/** A wish to the owner, once a month. They answer by raising the budget, which shows by itself. */
export function AskForMore() {
  const community = useCommunity();
  const { limitUsd, request } = useBudget();
  const [busy, setBusy] = useState(false);
  if (limitUsd === null || community === null) return null;

  if (request !== null) {
    return (
      <Card>
        <p role="status">
          {request.usd <= limitUsd
            ? pages.more.raised(formatUsd(limitUsd))
            : pages.more.asked(formatUsd(request.usd))}
        </p>
      </Card>
    );
  }

  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const usd = Number(formText(event.currentTarget, "usd"));
    const note = formText(event.currentTarget, "note").trim();
    setBusy(true);
    community
      .askForMore(usd, note)
      .catch(sayWhy)
      .finally(() => setBusy(false));
  };

  return (
    <form onSubmit={ask} aria-label={pages.more.form} data-slot="ask-for-more">
      <Card>
        <Field
          label={pages.more.amount}
          name="usd"
          type="number"
          inputMode="decimal"
          required
          min={Math.ceil(limitUsd * 100 + 1) / 100}
          max={10_000}
          step={0.01}
          defaultValue={Math.max(1, Math.ceil(limitUsd * 2))}
        />
        <Field
          label={pages.more.what}
          name="note"
          maxLength={500}
          autoComplete="off"
          hint={pages.more.whatHint}
        />
        <Button type="submit" variant="ember" disabled={busy}>
          {busy ? pages.more.asking : pages.more.ask}
        </Button>
      </Card>
    </form>
  );
}
