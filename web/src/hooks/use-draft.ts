import { useCallback, useMemo } from "react";
import { draft, setDraft } from "@/lib/drafts";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const EMPTY = still("");

/** What is typed into a thread and not sent; `null` is the thread that begins with it. */
export function useDraft(threadId: string | null): [string, (text: string) => void] {
  const uid = useWorkspace()?.uid ?? null;
  const source = useMemo(() => (uid === null ? EMPTY : draft(uid, threadId)), [uid, threadId]);
  const set = useCallback(
    (text: string) => {
      if (uid !== null) setDraft(uid, threadId, text);
    },
    [uid, threadId],
  );
  return [useReadable(source), set];
}
