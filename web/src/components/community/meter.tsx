import { pages } from "@/words/pages";
import { cn } from "../cn";
import { formatUsd } from "../format";

type MeterProps = {
  label: string;
  spentUsd: number;
  /** `null` is no limit. */
  limitUsd: number | null;
  className?: string;
};

/** How much of a budget is spent, as words and as a bar. */
export function Meter({ label, spentUsd, limitUsd, className }: MeterProps) {
  const part = limitUsd === null ? 0 : limitUsd === 0 ? 1 : Math.min(1, spentUsd / limitUsd);
  const said =
    limitUsd === null
      ? pages.usage.limitless(formatUsd(spentUsd))
      : pages.usage.ofLimit(formatUsd(spentUsd), formatUsd(limitUsd));
  return (
    <div
      data-slot="meter"
      data-state={part >= 1 ? "spent" : "open"}
      className={cn("grid gap-1.5", className)}
    >
      <p className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-soft">{label}</span>
        <span className="tabular-nums">{said}</span>
      </p>
      {limitUsd !== null && (
        <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-pressed">
          <div
            className={cn("h-full rounded-full", part >= 0.9 ? "bg-danger" : "bg-ember")}
            style={{ width: `${part * 100}%` }}
          />
        </div>
      )}
    </div>
  );
}
