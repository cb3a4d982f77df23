"use client";

import { CircleAlert, CircleStop, Unplug } from "lucide-react";
import type { ShownMessage } from "@/lib/types";
import { OtherModelMenu } from "./other-model-menu";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";

/** How long to wait, in words: "in 40 seconds", "in 3 minutes". */
function wait(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

function sentence(message: ShownMessage): string {
  const empty = message.parts.length === 0;
  switch (message.status) {
    case "stopped":
      return empty ? "You stopped this answer before it began." : "You stopped this answer here.";
    case "interrupted":
      return empty
        ? "This answer was cut off before it began."
        : "This answer was cut off. What had arrived is kept.";
    case "error": {
      const { message: why, retryAfter } = message.error ?? {
        message: "This answer could not be finished.",
      };
      return retryAfter ? `${why} Try again in ${wait(retryAfter)}.` : why;
    }
    case "streaming":
    case "done":
      return "";
    default:
      return message.status satisfies never;
  }
}

const ICONS = { stopped: CircleStop, interrupted: Unplug, error: CircleAlert } as const;

/** Why an answer is not whole, and the ways on from there. */
export function ReplyNote({ message }: { message: ShownMessage }) {
  const { regenerate, continueReply, retry, running } = useThreadActions();
  const { id, status } = message;
  if (status === "done" || status === "streaming") return null;
  const Icon = ICONS[status];
  const again = () => (message.outbox?.state === "refused" ? retry(id) : regenerate(id));
  const canContinue = message.parts.length > 0 && !message.outbox;
  return (
    <div
      role={status === "error" ? "alert" : undefined}
      data-slot="reply-note"
      data-state={status}
      className="grid gap-2 rounded-md border border-line bg-sunk p-3.5 text-sm data-[state=error]:border-transparent data-[state=error]:bg-danger-wash"
    >
      <p className="flex gap-2.5">
        <Icon
          aria-hidden
          className={
            status === "error" ? "size-5 shrink-0 text-danger" : "size-5 shrink-0 text-soft"
          }
        />
        {sentence(message)}
      </p>
      <div className="flex flex-wrap gap-2">
        {canContinue && (
          <Button
            size="sm"
            className="coarse:h-11"
            disabled={running}
            onClick={() => continueReply(id)}
          >
            Continue
          </Button>
        )}
        <Button size="sm" className="coarse:h-11" disabled={running} onClick={again}>
          Try again
        </Button>
        <OtherModelMenu message={message} />
      </div>
    </div>
  );
}
