"use client";

import { useEffect, useState } from "react";
import { useBudget, useCommunity } from "@/hooks/use-community";
import { useMember } from "@/hooks/use-member";
import type { Amounts, Month } from "@/lib/community";
import { formatCount, formatUsd } from "../format";
import { AskForMore } from "./ask-for-more";
import { Meter } from "./meter";
import { Card, Page, sayWhy, Section } from "./page";

const longDay = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric" });
const longMonth = new Intl.DateTimeFormat(undefined, {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** What the member has used, and what is left of their budget. */
export function UsagePage() {
  const { month, limitUsd, leftUsd } = useBudget();
  const { agents, models } = useMember();
  const agent = (id: string) => agents.find((known) => known.id === id)?.name ?? id;
  const model = (id: string) => models.find((known) => known.id === id)?.label ?? id;
  return (
    <Page title="Usage and budget">
      <Section heading="This month">
        <Card>
          <Meter label="Spent" spentUsd={month?.spentUsd ?? 0} limitUsd={limitUsd} />
          <p className="text-sm text-soft">
            {leftUsd === null
              ? "Your budget has no limit."
              : `${formatUsd(leftUsd)} left. What an answer may cost is set aside while it is written, and what it did not use comes back.`}
          </p>
        </Card>
        <AskForMore />
      </Section>
      {month === null || month.turns === 0 ? (
        <p className="text-soft">Nothing used yet this month.</p>
      ) : (
        <>
          <Section heading="By day">
            <Days days={month.byDay} />
          </Section>
          <Split heading="By model" rows={month.byModel} nameOf={model} />
          <Split heading="By agent" rows={month.byAgent} nameOf={agent} />
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
            <span>{longDay.format(new Date(`${day}T12:00`))}</span>
            <span aria-hidden className="h-2 rounded-full bg-pressed">
              <span
                className="block h-full rounded-full bg-ember"
                style={{ width: `${most > 0 ? Math.max(2, (usd / most) * 100) : 2}%` }}
              />
            </span>
            <span className="text-end tabular-nums">
              {formatUsd(usd)}
              <span className="sr-only">, {turns} turns</span>
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
                  {formatCount(turns)} {turns === 1 ? "turn" : "turns"} · {formatCount(inputTokens)}{" "}
                  tokens read, {formatCount(outputTokens)} written
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
    <Section heading="Earlier">
      <Card className="gap-0 py-1">
        <ul>
          {earlier.map(({ id, spentUsd }) => (
            <li key={id} className="flex justify-between border-b border-line py-2.5 last:border-0">
              <span>{longMonth.format(new Date(`${id}-01T00:00Z`))}</span>
              <span className="tabular-nums">{formatUsd(spentUsd)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
