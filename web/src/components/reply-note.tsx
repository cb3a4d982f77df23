"use client";

import { CircleAlert, CircleStop, Unplug } from "lucide-react";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { OtherModelMenu } from "./other-model-menu";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";

function sentence(message: ShownMessage): string {
  const empty = message.parts.length === 0;
  switch (message.status) {
    case "stopped":
      return empty ? words.reply.stoppedEmpty : words.reply.stopped;
    case "interrupted":
      return empty ? words.reply.cutEmpty : words.reply.cut;
    case "error": {
      if (!message.error) return words.reply.unfinished;
      const { code, message: told, retryAfter } = message.error;
      const why = words.errors.told(code, told);
      return retryAfter ? `${why} ${words.reply.againIn(retryAfter)}` : why;
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
            {words.reply.goOn}
          </Button>
        )}
        <Button size="sm" className="coarse:h-11" disabled={running} onClick={again}>
          {words.common.tryAgain}
        </Button>
        <OtherModelMenu message={message} />
      </div>
    </div>
  );
}
