"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import { useAttachmentVerbs } from "@/hooks/use-attachments";
import { useMember } from "@/hooks/use-member";
import { useMarkSeen } from "@/hooks/use-seen";
import { useThread } from "@/hooks/use-thread";
import { words } from "@/words";
import { DropZone } from "./drop-zone";
import { fetchThreadParts, MessageList } from "./later";
import { charactersOf } from "./message-text";
import { NoThread } from "./no-thread";
import { ThreadActionsProvider, type ThreadActions } from "./thread-context";
import { ThreadComposer } from "./thread-composer";
import { ThreadSkeleton } from "./thread-skeleton";
import { ThreadTop } from "./thread-top";
import { toast } from "./ui/toast";
import { FINE } from "./use-media";
import { openThread } from "./use-place";
import { Welcome } from "./welcome";

type ThreadScreenProps = {
  threadId: string | null;
  sidebarOpen: boolean;
  onSidebar: () => void;
};

/** The thread that the address names, or one that begins with the next message. */
export function ThreadScreen({ threadId, sidebarOpen, onSidebar }: ThreadScreenProps) {
  const { agents } = useMember();
  const view = useThread(threadId);
  const { thread, messages, options, running, notice, send, stop, setOptions } = view;
  const { add, take } = useAttachmentVerbs(threadId);
  const field = useRef<HTMLTextAreaElement>(null);
  const agent = agents.find(({ id }) => id === options.agent);
  const title = thread?.title ?? words.common.newThread;
  const written = useMemo(
    () => charactersOf(messages.filter(({ status }) => status !== "streaming")),
    [messages],
  );

  useEffect(() => {
    document.title = thread ? `${thread.title} · Hearth` : "Hearth";
  }, [thread]);

  useEffect(() => {
    // Under a thumb, focus would raise the keyboard before anyone asked for it.
    if (matchMedia(FINE).matches) field.current?.focus();
  }, [threadId]);

  useEffect(() => {
    if (threadId !== null) fetchThreadParts();
  }, [threadId]);

  const { edit, regenerate, continueReply, show, retry, discard } = view;
  const actions = useMemo<ThreadActions>(
    () => ({ threadId, running, edit, regenerate, continueReply, show, retry, discard }),
    [threadId, running, edit, regenerate, continueReply, show, retry, discard],
  );

  const say = useCallback(
    (text: string) => {
      const { pictures, parts } = take();
      const said = text.trim();
      const words = said ? [{ type: "text" as const, text: said }] : [];
      openThread(send([...parts, ...words], pictures));
    },
    [send, take],
  );

  const attach = useCallback(
    (files: readonly File[]) =>
      void add(files).then((problem) => {
        if (problem !== null) toast(problem);
      }),
    [add],
  );

  useMarkSeen(thread, running);

  return (
    <DropZone
      onFiles={attach}
      data-slot="thread-screen"
      data-state={view.status}
      className="relative flex min-w-0 grow flex-col overflow-hidden"
    >
      <h1 className="sr-only">{title}</h1>
      <ThreadTop
        fresh={threadId === null}
        thread={thread}
        options={options}
        sidebarOpen={sidebarOpen}
        onSidebar={onSidebar}
        onOptions={setOptions}
      />
      {view.status === "not-found" ? (
        <NoThread />
      ) : view.status === "loading" ? (
        <ThreadSkeleton />
      ) : messages.length === 0 ? (
        <Welcome agent={agent} onStart={say} />
      ) : (
        <ThreadActionsProvider value={actions}>
          <MessageList
            key={threadId}
            threadId={threadId}
            messages={messages}
            hasEarlier={view.hasEarlier}
            running={running}
            onEarlier={view.loadEarlier}
          />
        </ThreadActionsProvider>
      )}
      {view.status !== "not-found" && (
        <ThreadComposer
          threadId={threadId}
          options={options}
          running={running}
          notice={notice}
          written={written}
          field={field}
          onOptions={setOptions}
          onFiles={attach}
          onSend={say}
          onStop={stop}
        />
      )}
    </DropZone>
  );
}
