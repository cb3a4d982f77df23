import { ChevronRight, CircleAlert, Wrench } from "lucide-react";
import type { ToolPart } from "@/lib/types";
import { Ember } from "./ui/ember";

const WORDS = {
  "input-streaming": "Preparing",
  "input-available": "Running",
  "approval-requested": "Waits for you",
  "output-available": "Done",
  "output-error": "Failed",
  "output-denied": "Declined",
} as const satisfies Record<ToolPart["state"], string>;

/** "search_notes" as "Search notes". */
function title(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function Detail({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="grid gap-1">
      <p className="text-xs font-medium text-soft">{label}</p>
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-64 overflow-auto rounded-sm bg-code px-3 py-2 font-mono text-xs/relaxed whitespace-pre-wrap"
      >
        {shown(value)}
      </pre>
    </div>
  );
}

type ToolCardProps = { part: ToolPart; live: boolean };

/** One call of a tool: its name and how it went, with what went in and came out on demand. */
export function ToolCard({ part, live }: ToolCardProps) {
  const pending = part.state === "input-available" || part.state === "input-streaming";
  const word = pending && !live ? "Not finished" : WORDS[part.state];
  return (
    <details
      data-slot="tool-card"
      data-state={part.state}
      className="group rounded-md border border-line bg-raised"
    >
      <summary className="flex min-h-11 items-center gap-2.5 rounded-md px-3.5 text-sm hover:bg-hover">
        {pending && live ? (
          <Ember />
        ) : part.state === "output-error" ? (
          <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
        ) : (
          <Wrench aria-hidden className="size-4 shrink-0 text-soft" />
        )}
        <span className="min-w-0 truncate font-medium">{title(part.toolName)}</span>
        <span className="text-soft">{word}</span>
        <ChevronRight
          aria-hidden
          className="ml-auto size-4 shrink-0 text-soft transition-transform duration-150 group-open:rotate-90"
        />
      </summary>
      <div className="grid gap-3 border-t border-line p-3.5">
        <Detail label="What it was asked" value={part.input} />
        {part.state === "output-available" && (
          <Detail label="What it answered" value={part.output} />
        )}
        {part.state === "output-error" && (
          <Detail label="What went wrong" value={part.errorText ?? "It gave no reason."} />
        )}
      </div>
    </details>
  );
}
