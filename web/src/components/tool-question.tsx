import { Check, X } from "lucide-react";
import type { Approval, Decision, ToolPart } from "@/lib/types";
import { Button } from "./ui/button";

/** What a yes would let happen, as a question. */
function question({ toolName }: ToolPart, { subject }: Approval): string {
  switch (toolName) {
    case "web_page":
      return `Read a page of ${subject}?`;
    case "web_search":
      return "Search the web for this?";
    case "image":
      return "Make this picture?";
    default:
      return `Use ${subject}?`;
  }
}

/** What a lasting yes would cover. */
function everywhere({ toolName }: ToolPart, { subject }: Approval): string {
  return toolName === "web_search" ? "Always search" : `Always for ${subject}`;
}

const ANSWERS = {
  once: "You allowed this.",
  thread: "You allowed this in this thread.",
  always: "You allowed this for good.",
  decline: "You declined this.",
} as const satisfies Record<Decision, string>;

type ToolQuestionProps = {
  part: ToolPart;
  approval: Approval;
  /** What the person has said already, while other calls still wait for an answer. */
  said: Decision | undefined;
  onSay: (decision: Decision) => void;
};

/** Asks the person before a call runs. */
export function ToolQuestion({ part, approval, said, onSay }: ToolQuestionProps) {
  if (said) {
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-soft">
        {said === "decline" ? (
          <X aria-hidden className="size-4" />
        ) : (
          <Check aria-hidden className="size-4" />
        )}
        {ANSWERS[said]}
      </p>
    );
  }
  const words = question(part, approval);
  return (
    <div role="group" aria-label={words} data-slot="tool-question" className="grid gap-2.5">
      <p className="text-sm font-medium wrap-anywhere">{words}</p>
      {!approval.lasting && (
        <p className="text-xs text-soft">
          This thread holds something that could be carried away or spent, so this is asked each
          time.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="ember" size="sm" className="coarse:h-11" onClick={() => onSay("once")}>
          Allow once
        </Button>
        {approval.lasting && (
          <>
            <Button size="sm" className="coarse:h-11" onClick={() => onSay("thread")}>
              For this thread
            </Button>
            <Button
              size="sm"
              className="coarse:h-11 max-w-full shrink"
              onClick={() => onSay("always")}
            >
              <span className="truncate">{everywhere(part, approval)}</span>
            </Button>
          </>
        )}
        <Button variant="quiet" size="sm" className="coarse:h-11" onClick={() => onSay("decline")}>
          Decline
        </Button>
      </div>
    </div>
  );
}
