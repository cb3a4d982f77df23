"use client";

import { useEffect, useState } from "react";
import { useBudget, useCommunity } from "@/hooks/use-community";
import { useMember } from "@/hooks/use-member";
import type { Amounts, Month } from "@/lib/community";
import { pages } from "@/words/pages";
import { formatCount, formatDay, formatMonth, formatUsd } from "../format";
import { AskForMore } from "./ask-for-more";
import { Meter } from "./meter";
import { Card, Page, sayWhy, Section } from "./page";

/** What the member has used, and what is left of their budget. */
export function UsagePage() {
  const { month, limitUsd, leftUsd } = useBudget();
  const { agents, models } = useMember();
  const agent = (id: string) => agents.find((known) => known.id === id)?.name ?? id;
  const model = (id: string) => models.find((known) => known.id === id)?.label ?? id;
  return (
    <Page title={pages.usage.title}>
      <Section heading={pages.usage.thisMonth}>
        <Card>
          <Meter label={pages.usage.spent} spentUsd={month?.spentUsd ?? 0} limitUsd={limitUsd} />
          <p className="text-sm text-soft">
            {leftUsd === null ? pages.usage.noLimit : pages.usage.left(formatUsd(leftUsd))}
          </p>
        </Card>
        <AskForMore />
      </Section>
      {month === null || month.turns === 0 ? (
        <p className="text-soft">{pages.usage.nothing}</p>
      ) : (
        <>
          <Section heading={pages.usage.byDay}>
            <Days days={month.byDay} />
          </Section>
          <Split heading={pages.usage.byModel} rows={month.byModel} nameOf={model} />
          <Split heading={pages.usage.byAgent} rows={month.byAgent} nameOf={agent} />
        </>
      )}
      <Earlier now={month?.id ?? ""} />
    </Page>
  );
}

function Days({ days }: { days: Month["byDay"] }) {
  const most = Math.max(...days.map(([, { usd }]) => usd));
  return (
    <Card>
      <ul className="grid gap-2">
        {days.map(([day, { usd, turns }]) => (
          <li key={day} className="grid grid-cols-[4.5rem_1fr_auto] items-center gap-3 text-sm">
            <span>{formatDay(Date.parse(`${day}T12:00`))}</span>
            <span aria-hidden className="h-2 rounded-full bg-pressed">
              <span
                className="block h-full rounded-full bg-ember"
                style={{ width: `${most > 0 ? Math.max(2, (usd / most) * 100) : 2}%` }}
              />
            </span>
            <span className="text-end tabular-nums">
              {formatUsd(usd)}
              <span className="sr-only">, {pages.usage.turns(turns)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type SplitProps = {
  heading: string;
  rows: [string, Amounts][];
  nameOf: (id: string) => string;
};

function Split({ heading, rows, nameOf }: SplitProps) {
  return (
    <Section heading={heading}>
      <Card className="gap-0 py-1">
        <ul>
          {rows.map(([id, { usd, turns, inputTokens, outputTokens }]) => (
            <li
              key={id}
              className="flex items-baseline gap-3 border-b border-line py-2.5 last:border-0"
            >
              <span className="min-w-0 grow">
                <span className="block truncate">{nameOf(id)}</span>
                <span className="block text-sm text-soft">
                  {pages.usage.turns(turns)} ·{" "}
                  {pages.usage.tokens(formatCount(inputTokens), formatCount(outputTokens))}
                </span>
              </span>
              <span className="shrink-0 tabular-nums">{formatUsd(usd)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function Earlier({ now }: { now: string }) {
  const community = useCommunity();
  const [months, setMonths] = useState<Month[]>([]);
  useEffect(() => {
    community?.months().then(setMonths, sayWhy);
  }, [community]);
  const earlier = months.filter(({ id, spentUsd }) => id !== now && spentUsd > 0);
  if (earlier.length === 0) return null;
  return (
    <Section heading={pages.usage.earlier}>
      <Card className="gap-0 py-1">
        <ul>
          {earlier.map(({ id, spentUsd }) => (
            <li key={id} className="flex justify-between border-b border-line py-2.5 last:border-0">
              <span>{formatMonth(Date.parse(`${id}-15T12:00`))}</span>
              <span className="tabular-nums">{formatUsd(spentUsd)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
