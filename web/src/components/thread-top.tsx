"use client";

import { memo } from "react";
import { useMember } from "@/hooks/use-member";
import type { Options, Thread } from "@/lib/types";
import { AgentPicker } from "./agent-picker";
import { ThreadMenu } from "./later";
import { ModelPicker } from "./model-picker";
import { ThreadHeader } from "./thread-header";

type ThreadTopProps = {
  fresh: boolean;
  thread: Thread | null;
  options: Options;
  sidebarOpen: boolean;
  onSidebar: () => void;
  onOptions: (change: Partial<Options>) => void;
};

/** The head of a thread: who answers next, and what can be done with the thread. */
export const ThreadTop = memo(function ThreadTop(props: ThreadTopProps) {
  const { fresh, thread, options, sidebarOpen, onSidebar, onOptions } = props;
  const { agents, models, usable, setPreferences } = useMember();
  return (
    <ThreadHeader
      sidebarOpen={sidebarOpen}
      onSidebar={onSidebar}
      fresh={fresh}
      pickers={
        <>
          <AgentPicker
            className="max-w-[55%] shrink-0"
            agents={agents}
            value={options.agent}
            onChange={(next) => {
              onOptions({ agent: next });
              setPreferences({ agent: next });
            }}
          />
          <ModelPicker
            models={models}
            value={options.model}
            usable={(id) => usable(options.agent, id)}
            onChange={(next) => {
              onOptions({ model: next });
              setPreferences({ model: next });
            }}
          />
        </>
      }
      menu={thread && <ThreadMenu thread={thread} />}
    />
  );
});
