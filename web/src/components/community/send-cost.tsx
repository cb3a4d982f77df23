"use client";

import { memo } from "react";
import { useBudget } from "@/hooks/use-community";
import { answerTokens, estimateUsd } from "@/lib/price";
import type { Agent, Model, Options } from "@/lib/types";
import { words } from "@/words";
import { openShelf } from "../agents/open-shelf";
import { formatUsd } from "../format";
import { Button } from "../ui/button";

type SendCostProps = {
  model: Model | undefined;
  agent: Agent | undefined;
  options: Options;
  /** Characters of the thread so far, and of what is about to be sent. */
  before: number;
  draft: number;
};

/** What this send may cost at the most, and what is left of the month's budget. */
export const SendCost = memo(function SendCost(props: SendCostProps) {
  const { model, agent, options, before, draft } = props;
  const { leftUsd } = useBudget();
  if (!model) return null;
  const cost = estimateUsd(model, before + draft, answerTokens(options, agent));
  if (cost === null || leftUsd === null) return null;
  if (cost > leftUsd) {
    return (
      <span data-slot="send-cost" data-state="short">
        {words.composer.short(formatUsd(cost), formatUsd(leftUsd))}{" "}
        <Button
          variant="link"
          size="inline"
          className="-my-2 py-2 text-xs"
          onClick={() => openShelf("usage")}
        >
          {words.composer.askForMore}
        </Button>
      </span>
    );
  }
  if (draft === 0) return null;
  return (
    <span data-slot="send-cost" data-state="covered">
      {cost === 0
        ? words.composer.free(formatUsd(leftUsd))
        : words.composer.costs(formatUsd(cost), formatUsd(leftUsd))}
    </span>
  );
});
