"use client";

import { useEffect, useMemo, useRef } from "react";
import { useAttachments } from "@/hooks/use-attachments";
import { useDraft } from "@/hooks/use-draft";
import { useMember } from "@/hooks/use-member";
import { useMarkSeen } from "@/hooks/use-seen";
import { useThread } from "@/hooks/use-thread";
import { charactersOfFiles } from "@/lib/attachments";
import { AgentPicker } from "./agent-picker";
import { SendCost } from "./community/send-cost";
import { Composer } from "./composer";
import { DropZone } from "./drop-zone";
import { Footnote } from "./footnote";
import { fetchThreadParts, MessageList, OptionsPanel, ThreadMenu } from "./later";
import { charactersOf } from "./message-text";
import { ModelPicker } from "./model-picker";
import { NoThread } from "./no-thread";
import { obstacle } from "./obstacle";
import { ThreadActionsProvider, type ThreadActions } from "./thread-context";
import { ThreadHeader } from "./thread-header";
import { ThreadSkeleton } from "./thread-skeleton";
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
  const member = useMember();
  const view = useThread(threadId);
  const { thread, messages, options, running, send, setOptions } = view;
  const [draft, setDraft] = useDraft(threadId);
  const { attached, add, remove, take } = useAttachments(threadId);
  const field = useRef<HTMLTextAreaElement>(null);
  const agent = member.agents.find(({ id }) => id === options.agent);
  const model = member.models.find(({ id }) => id === options.model);
  const allowed = member.usable(options.agent, options.model);
  const title = thread?.title ?? "New thread";
  const before = useMemo(() => charactersOf(messages), [messages]);

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

  const sendText = (text: string) => {
    const { pictures, parts } = take();
    const said = text.trim();
    const id = send([...parts, ...(said ? [{ type: "text" as const, text: said }] : [])], pictures);
    setDraft("");
    openThread(id);
  };

  const attach = async (files: readonly File[]) => {
    const problem = await add(files);
    if (problem !== null) toast(problem);
  };

  useMarkSeen(thread, running);

  const written = draft.length + charactersOfFiles(attached);
  const blocked = !allowed.ok
    ? allowed.why
    : obstacle(attached, written, { model, agent, options });

  return (
    <DropZone
      onFiles={(files) => void attach(files)}
      data-slot="thread-screen"
      data-state={view.status}
      className="relative flex min-w-0 grow flex-col overflow-hidden"
    >
      <h1 className="sr-only">{title}</h1>
      <ThreadHeader
        sidebarOpen={sidebarOpen}
        onSidebar={onSidebar}
        fresh={threadId === null}
        pickers={
          <>
            <AgentPicker
              className="max-w-[55%] shrink-0"
              agents={member.agents}
              value={options.agent}
              onChange={(next) => {
                setOptions({ agent: next });
                member.setPreferences({ agent: next });
              }}
            />
            <ModelPicker
              models={member.models}
              value={options.model}
              usable={(id) => member.usable(options.agent, id)}
              onChange={(next) => {
                setOptions({ model: next });
                member.setPreferences({ model: next });
              }}
            />
          </>
        }
        menu={thread && <ThreadMenu thread={thread} />}
      />
      {view.status === "not-found" ? (
        <NoThread />
      ) : view.status === "loading" ? (
        <ThreadSkeleton />
      ) : messages.length === 0 ? (
        <Welcome agent={agent} onStart={sendText} />
      ) : (
        <ThreadActionsProvider value={actions}>
          <MessageList
            threadId={threadId}
            messages={messages}
            hasEarlier={view.hasEarlier}
            running={running}
            onEarlier={view.loadEarlier}
          />
        </ThreadActionsProvider>
      )}
      {view.status !== "not-found" && (
        <Composer
          ref={field}
          value={draft}
          onChange={setDraft}
          attached={attached}
          onFiles={(files) => void attach(files)}
          onDetach={remove}
          onSend={() => sendText(draft)}
          onStop={view.stop}
          running={running}
          placeholder={agent ? `Message ${agent.name}` : "Message"}
          blocked={blocked}
          tools={
            <OptionsPanel options={options} agent={agent} model={model} onChange={setOptions} />
          }
          footnote={
            <>
              <Footnote notice={view.notice} model={model} providers={member.providers} />{" "}
              <SendCost
                model={model}
                agent={agent}
                options={options}
                before={before}
                draft={written}
              />
            </>
          }
        />
      )}
    </DropZone>
  );
}
