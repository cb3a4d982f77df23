import { useEffect, useRef } from "react";
import { isUnread, Look, type Seen, seen } from "@/lib/seen";
import type { Thread } from "@/lib/types";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const ALL_READ = still<Seen>({ since: Infinity, threads: {} });

/** Whether a thread has news that none of the member's devices has shown. */
export function useUnread(): (thread: Thread) => boolean {
  const uid = useWorkspace()?.uid;
  const state = useReadable(uid === undefined ? ALL_READ : seen(uid));
  return (thread) => uid !== undefined && isUnread(state, thread);
}

/** Notes that a thread is on screen, as long as somebody looks. */
export function useMarkSeen(thread: Thread | null, running: boolean): void {
  const workspace = useWorkspace();
  const id = thread?.id;
  const see = useRef<(look: Look) => void>(() => {});
  const look = useRef<Look | null>(null);

  useEffect(() => {
    see.current = (current) => {
      if (thread !== null) current.see(thread, running);
    };
    if (look.current !== null) see.current(look.current);
  }, [thread, running]);

  useEffect(() => {
    if (workspace === null || id === undefined) return;
    const end = () => {
      look.current?.end();
      look.current = null;
    };
    const follow = () => {
      if (document.visibilityState !== "visible") {
        end();
        return;
      }
      look.current ??= new Look(workspace.uid, (at) => workspace.tellSeen(id, at));
      see.current(look.current);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      end();
    };
  }, [workspace, id]);
}
