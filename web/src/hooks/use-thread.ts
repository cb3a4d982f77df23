import { useMemo } from "react";
import { NO_THREAD } from "@/lib/nothing";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { ThreadVerbs, ThreadView } from "./types";

const NOTHING = still(NO_THREAD);
const ignore = () => {};
const NO_VERBS: ThreadVerbs = {
  setOptions: ignore,
  send: () => {
    throw new Error("Nobody is signed in.");
  },
  stop: ignore,
  edit: ignore,
  regenerate: ignore,
  continueReply: ignore,
  show: ignore,
  retry: ignore,
  discard: ignore,
  loadEarlier: ignore,
};

/** A thread on screen; `null` is one that begins with the next send. */
export function useThread(threadId: string | null): ThreadView {
  const workspace = useWorkspace();
  const thread = useMemo(() => workspace?.thread(threadId) ?? null, [workspace, threadId]);
  const state = useReadable(thread?.state ?? NOTHING);
  return { ...state, ...verbsOf(thread) };
}

function verbsOf(thread: ThreadVerbs | null): ThreadVerbs {
  if (!thread) return NO_VERBS;
  const { setOptions, send, stop, edit, regenerate } = thread;
  const { continueReply, show, retry, discard, loadEarlier } = thread;
  return {
    setOptions,
    send,
    stop,
    edit,
    regenerate,
    continueReply,
    show,
    retry,
    discard,
    loadEarlier,
  };
}
