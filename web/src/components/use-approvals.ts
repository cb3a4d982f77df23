import { useState } from "react";
import type { Decision, Part } from "@/lib/types";
import { useThreadActions } from "./thread-context";

type Approvals = {
  said: Partial<Record<string, Decision>>;
  say: (toolCallId: string, decision: Decision) => void;
};

/** What the person says of the calls that wait; with the last of them, the answer goes on. */
export function useApprovals(messageId: string, parts: readonly Part[]): Approvals {
  const { continueReply } = useThreadActions();
  const [said, setSaid] = useState<Record<string, Decision>>({});

  const say = (toolCallId: string, decision: Decision) => {
    const now = { ...said, [toolCallId]: decision };
    setSaid(now);
    const waiting = parts.flatMap((part) =>
      part.type === "tool" && part.state === "approval-requested" ? [part.toolCallId] : [],
    );
    const answers = waiting.flatMap((id) => {
      const answer = now[id];
      return answer ? [[id, answer] as const] : [];
    });
    if (answers.length === waiting.length) continueReply(messageId, Object.fromEntries(answers));
  };

  return { said, say };
}
