"use client";

import { createContext, use } from "react";
import type { ThreadVerbs } from "@/hooks/types";

export type ThreadActions = Pick<
  ThreadVerbs,
  "edit" | "regenerate" | "continueReply" | "show" | "retry" | "discard"
> & {
  threadId: string | null;
  /** A turn is under way: nothing else may begin on this branch. */
  running: boolean;
};

const ThreadContext = createContext<ThreadActions | null>(null);

/** Gives the messages of a thread what can be done with them. */
export const ThreadActionsProvider = ThreadContext;

export function useThreadActions(): ThreadActions {
  const actions = use(ThreadContext);
  if (!actions) throw new Error("Messages stand inside a thread.");
  return actions;
}
