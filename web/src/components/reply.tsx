"use client";

import { memo } from "react";
import { useMember } from "@/hooks/use-member";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { Parts } from "./parts";
import { ReplyActions } from "./reply-actions";
import { ReplyNote } from "./reply-note";
import { Ember } from "./ui/ember";

/** What an agent answered, over the full width. */
export const Reply = memo(function Reply({ message }: { message: ShownMessage }) {
  const { agents } = useMember();
  const agent = agents.find(({ id }) => id === message.agent);
  const name = agent?.name ?? words.common.agent;
  const streaming = message.status === "streaming";
  return (
    <article
      aria-label={words.reply.from(name)}
      aria-busy={streaming}
      data-slot="reply"
      data-message={message.id}
      data-state={message.status}
      className="grid scroll-mt-4 gap-2 *:min-w-0"
    >
      <p className="flex items-center gap-2 text-sm font-semibold">
        <span aria-hidden>{agent?.emoji}</span>
        <bdi>{name}</bdi>
      </p>
      {message.parts.length > 0 && (
        <Parts id={message.id} parts={message.parts} streaming={streaming} />
      )}
      {streaming && message.parts.length === 0 && (
        <p className="flex min-h-6 items-center gap-2.5 text-soft">
          <Ember />
          <span className="sr-only">{words.reply.thinking(name)}</span>
        </p>
      )}
      <ReplyNote message={message} />
      {!streaming && message.parts.length > 0 && <ReplyActions message={message} />}
    </article>
  );
});
