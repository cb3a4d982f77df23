"use client";

import { memo, type RefObject, useDeferredValue } from "react";
import { useAttachments } from "@/hooks/use-attachments";
import { useDraft } from "@/hooks/use-draft";
import { useMember } from "@/hooks/use-member";
import { charactersOfFiles } from "@/lib/attachments";
import type { Options } from "@/lib/types";
import { words } from "@/words";
import { SendCost } from "./community/send-cost";
import { Composer } from "./composer";
import { Footnote } from "./footnote";
import { OptionsPanel } from "./later";
import { obstacle } from "./obstacle";

type ThreadComposerProps = {
  threadId: string | null;
  options: Options;
  running: boolean;
  notice: string | null;
  /** Characters of the thread so far. */
  written: number;
  field: RefObject<HTMLTextAreaElement | null>;
  onOptions: (change: Partial<Options>) => void;
  onFiles: (files: readonly File[]) => void;
  onSend: (text: string) => void;
  onStop: () => void;
};

/**
 * The composer of a thread: its draft, its pictures and files, and what sending them means. It stands apart
 * from the messages, so that neither a keystroke nor an answer that grows draws the other again.
 */
export const ThreadComposer = memo(function ThreadComposer(props: ThreadComposerProps) {
  const { threadId, options, running, notice, written, field } = props;
  const { onOptions, onFiles, onSend, onStop } = props;
  const { agents, models, providers, usable } = useMember();
  const [draft, setDraft] = useDraft(threadId);
  const { attached, remove } = useAttachments(threadId);
  const agent = agents.find(({ id }) => id === options.agent);
  const model = models.find(({ id }) => id === options.model);
  const allowed = usable(options.agent, options.model);

  const about = draft.length + charactersOfFiles(attached);
  // What it costs is reckoned after the keystroke is on the screen.
  const reckoned = useDeferredValue(about);
  const blocked = !allowed.ok ? allowed.why : obstacle(attached, about, { model, agent, options });

  return (
    <Composer
      ref={field}
      value={draft}
      onChange={setDraft}
      attached={attached}
      onFiles={onFiles}
      onDetach={remove}
      onSend={() => {
        onSend(draft);
        setDraft("");
      }}
      onStop={onStop}
      running={running}
      placeholder={agent ? words.composer.messageTo(agent.name) : words.composer.message}
      blocked={blocked}
      tools={<OptionsPanel options={options} agent={agent} model={model} onChange={onOptions} />}
      footnote={
        <>
          <Footnote notice={notice} model={model} providers={providers} />{" "}
          <SendCost
            model={model}
            agent={agent}
            options={options}
            before={written}
            draft={reckoned}
          />
        </>
      }
    />
  );
});
