import { Check, X } from "lucide-react";
import type { Approval, Decision, ToolPart } from "@/lib/types";
import { words } from "@/words";
import { Button } from "./ui/button";

/** What a yes would let happen, as a question. */
function question({ toolName }: ToolPart, { subject }: Approval): string {
  switch (toolName) {
    case "web_page":
      return words.tools.readPage(subject);
    case "web_search":
      return words.tools.search;
    case "image":
      return words.tools.makePicture;
    default:
      return words.tools.use(subject);
  }
}

/** What a lasting yes would cover. */
function everywhere({ toolName }: ToolPart, { subject }: Approval): string {
  return toolName === "web_search" ? words.tools.alwaysSearch : words.tools.always(subject);
}

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
        {words.tools.said[said]}
      </p>
    );
  }
  const asked = question(part, approval);
  return (
    <div role="group" aria-label={asked} data-slot="tool-question" className="grid gap-2.5">
      <p className="text-sm font-medium wrap-anywhere">{asked}</p>
      {!approval.lasting && <p className="text-xs text-soft">{words.tools.eachTime}</p>}
      <div className="flex flex-wrap gap-2">
        <Button variant="ember" size="sm" className="coarse:h-11" onClick={() => onSay("once")}>
          {words.tools.allowOnce}
        </Button>
        {approval.lasting && (
          <>
            <Button size="sm" className="coarse:h-11" onClick={() => onSay("thread")}>
              {words.tools.forThread}
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
          {words.tools.decline}
        </Button>
      </div>
    </div>
  );
}
