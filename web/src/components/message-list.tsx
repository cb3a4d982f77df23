"use client";

import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import type { ShownMessage } from "@/lib/types";
import { Announcer } from "./announcer";
import { cn } from "./cn";
import { Reply } from "./reply";
import { Button } from "./ui/button";
import { useFollow } from "./use-follow";
import { UserMessage } from "./user-message";

/** This many messages at the end are always laid out; those before it only when they are near. */
const LAID_OUT = 6;

type MessageListProps = {
  threadId: string | null;
  messages: readonly ShownMessage[];
  hasEarlier: boolean;
  running: boolean;
  onEarlier: () => void;
};

/** The branch on screen. It follows the end only while the reader is there. */
export function MessageList(props: MessageListProps) {
  const { threadId, messages, hasEarlier, running, onEarlier } = props;
  const { scroller, content, away, unseen, toEnd } = useFollow(threadId, messages[0]?.id);
  const last = messages.at(-1);

  useGoToOwnMessage(messages, toEnd);

  return (
    <section aria-label="Messages" className="relative min-h-0 grow">
      <div
        ref={scroller}
        data-slot="message-list"
        tabIndex={0}
        role="group"
        aria-label="Thread"
        className="h-full overflow-y-auto overscroll-contain outline-none"
      >
        <div ref={content} className="mx-auto grid max-w-(--measure) gap-6 px-4 pt-4 pb-8">
          {hasEarlier && (
            <Button variant="quiet" className="justify-self-center" onClick={onEarlier}>
              Show earlier messages
            </Button>
          )}
          {messages.map((message, index) => (
            <div
              key={message.id}
              className={cn(
                "min-w-0",
                index < messages.length - LAID_OUT &&
                  "[contain-intrinsic-size:auto_10rem] [content-visibility:auto]",
              )}
            >
              {message.role === "user" ? (
                <UserMessage message={message} />
              ) : (
                <Reply message={message} />
              )}
            </div>
          ))}
        </div>
      </div>
      {away && (
        <Button
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-rise rounded-full shadow-lift"
          onClick={toEnd}
        >
          <ArrowDown aria-hidden />
          {unseen && running ? "New text" : "To the end"}
        </Button>
      )}
      <Announcer message={last} />
    </section>
  );
}

/** One's own new message is always worth going to. */
function useGoToOwnMessage(messages: readonly ShownMessage[], toEnd: () => void): void {
  const own = messages.findLast(({ role }) => role === "user");
  const seen = useRef<string | undefined>(undefined);
  const fresh = own?.outbox ? own.id : undefined;
  useLayoutEffect(() => {
    if (fresh !== undefined && fresh !== seen.current) toEnd();
    seen.current = fresh ?? seen.current;
  }, [fresh, toEnd]);
}
