"use client";

import { useState, type SubmitEvent } from "react";
import { useBudget, useCommunity } from "@/hooks/use-community";
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
            ? `Your budget was raised to ${formatUsd(limitUsd)} a month.`
            : `You have asked for ${formatUsd(request.usd)} a month. When the owner raises your budget, it shows here by itself.`}
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
    <form onSubmit={ask} aria-label="Ask for more" data-slot="ask-for-more">
      <Card>
        <Field
          label="A month, in USD"
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
          label="What for"
          name="note"
          maxLength={500}
          autoComplete="off"
          hint="The owner reads this. You can ask once a month."
        />
        <Button type="submit" variant="ember" disabled={busy}>
          {busy ? "Asking…" : "Ask for more"}
        </Button>
      </Card>
    </form>
  );
}
