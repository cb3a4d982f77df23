"use client";

import { ArrowDown } from "lucide-react";
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from "react";
import { screenful } from "@/lib/screenful";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { Announcer } from "./announcer";
import { cn } from "./cn";
import { Reply } from "./reply";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";
import { useFollow } from "./use-follow";
import { usePlace } from "./use-place";
import { UserMessage } from "./user-message";

/** This many messages at the end are always laid out; those before it only when they are near. */
const LAID_OUT = 6;

/** The head of a thread and its composer take this much of the window's height, at the least. */
const AROUND = 170;

type MessageListProps = {
  threadId: string | null;
  messages: readonly ShownMessage[];
  hasEarlier: boolean;
  running: boolean;
  onEarlier: () => void;
};

/**
 * The branch on screen. It follows the end only while the reader is there. What fills the screen is
 * drawn first, the rest when nothing more urgent waits, a keystroke for one; give each thread a list
 * of its own.
 */
export function MessageList(props: MessageListProps) {
  const { threadId, hasEarlier, running, onEarlier } = props;
  const [first] = useState(() => screenful(props.messages, innerWidth, innerHeight - AROUND));
  const messages = useDeferredValue(props.messages, first);
  const { scroller, content, away, unseen, toEnd } = useFollow(threadId, messages[0]?.id);
  const last = messages.at(-1);

  useGoToOwnMessage(messages, toEnd);
  useGoToNamedMessage(props.messages, messages);

  return (
    <section aria-label={words.thread.messages} className="relative min-h-0 grow">
      <div
        ref={scroller}
        data-slot="message-list"
        tabIndex={0}
        role="group"
        aria-label={words.thread.thread}
        className="h-full overflow-y-auto overscroll-contain outline-none"
      >
        <div ref={content} className="mx-auto grid max-w-(--measure) gap-6 px-4 pt-4 pb-8">
          {hasEarlier && (
            <Button variant="quiet" className="justify-self-center" onClick={onEarlier}>
              {words.thread.earlier}
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
          {unseen && running ? words.thread.newText : words.thread.toEnd}
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

/** The address may name a message, as a note's link does: its branch is shown, and it is gone to. */
function useGoToNamedMessage(
  messages: readonly ShownMessage[],
  drawn: readonly ShownMessage[],
): void {
  const { message } = usePlace();
  const { show } = useThreadActions();
  const gone = useRef<string | null>(null);
  const there = messages.some(({ id }) => id === message);
  const visible = drawn.some(({ id }) => id === message);

  useEffect(() => {
    if (message === null || gone.current === message) return;
    if (!there) show(message);
    if (!there || !visible) return;
    gone.current = message;
    const element = document.querySelector(`[data-message="${CSS.escape(message)}"]`);
    element?.scrollIntoView({ block: "start" });
    element?.classList.add("animate-found");
  }, [message, there, visible, show]);
}
