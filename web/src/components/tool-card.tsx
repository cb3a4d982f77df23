import { ChevronRight, CircleAlert, Wrench } from "lucide-react";
import { picturesOf, proposalOf, toldOf } from "@/lib/tool-output";
import type { Decision, ToolPart } from "@/lib/types";
import { visible } from "@/lib/visible";
import { words } from "@/words";
import { NoteProposal } from "./note-proposal";
import { Picture } from "./picture";
import { ToolQuestion } from "./tool-question";
import { Ember } from "./ui/ember";

/** "search_notes" as "Search notes". */
function title(name: string): string {
  const plain = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1).toLowerCase();
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
        {visible(shown(value))}
      </pre>
    </div>
  );
}

type ToolCardProps = {
  part: ToolPart;
  messageId: string;
  live: boolean;
  /** What the person has said of this call, while others still wait. */
  said: Decision | undefined;
  onSay: (decision: Decision) => void;
};

/** One call of a tool, with what it asks of the person and what it brought for them. */
export function ToolCard({ part, messageId, live, said, onSay }: ToolCardProps) {
  const pictures = picturesOf(part);
  const proposal = proposalOf(part);
  // Once the answer goes on, here or on another device, there is nothing to ask any more.
  const waits = part.state === "approval-requested" && (!live || said !== undefined);
  const asking = waits ? part.approval : undefined;
  return (
    <div className="grid gap-2.5 *:min-w-0">
      <Call part={part} live={live} open={asking !== undefined} />
      {asking && <ToolQuestion part={part} approval={asking} said={said} onSay={onSay} />}
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {pictures.map((picture) => (
            <Picture key={picture.imageId} part={picture} />
          ))}
        </div>
      )}
      {proposal && <NoteProposal proposal={proposal} messageId={messageId} />}
    </div>
  );
}

/** Its name and how it went, with what went in and came out on demand. */
function Call({ part, live, open }: { part: ToolPart; live: boolean; open: boolean }) {
  const pending = part.state === "input-available" || part.state === "input-streaming";
  const word = pending && !live ? words.tools.unfinished : words.tools.state[part.state];
  return (
    <details
      // Who is asked sees what about.
      open={open}
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
          className="ms-auto size-4 shrink-0 text-soft transition-transform duration-150 group-open:rotate-90 rtl:not-group-open:rotate-180"
        />
      </summary>
      <div className="grid gap-3 border-t border-line p-3.5">
        <Detail label={words.tools.asked} value={part.input} />
        {part.state === "output-available" && (
          <Detail label={words.tools.answered} value={toldOf(part)} />
        )}
        {part.state === "input-available" && part.output !== undefined && (
          <Detail label={words.tools.soFar} value={part.output} />
        )}
        {part.state === "output-error" && (
          <Detail label={words.tools.wrong} value={part.errorText ?? words.tools.noReason} />
        )}
      </div>
    </details>
  );
}
