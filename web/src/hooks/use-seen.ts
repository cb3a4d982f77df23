import { useEffect } from "react";
import { isUnread, markSeen, type Seen, seen } from "@/lib/seen";
import type { Thread } from "@/lib/types";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const ALL_READ = still<Seen>({ since: Infinity, threads: {} });

/** Whether a thread has news that this device has not shown. */
export function useUnread(): (thread: Thread) => boolean {
  const uid = useWorkspace()?.uid;
  const state = useReadable(uid === undefined ? ALL_READ : seen(uid));
  return ({ id, updatedAt }) => isUnread(state, id, updatedAt);
}

/** Notes that a thread is on screen, as long as somebody looks. */
export function useMarkSeen(thread: Thread | null): void {
  const uid = useWorkspace()?.uid;
  const id = thread?.id;
  const updatedAt = thread?.updatedAt;
  useEffect(() => {
    if (uid === undefined || id === undefined || updatedAt === undefined) return;
    const look = () => {
      if (document.visibilityState === "visible") markSeen(uid, id, updatedAt);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [uid, id, updatedAt]);
}
