import { useCallback, useMemo } from "react";
import { attach, attachments, type Attachment, detach, takeAttachments } from "@/lib/attachments";
import type { Picture } from "@/lib/types";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const NONE = still<readonly Attachment[]>([]);

export type Attachments = {
  attached: readonly Attachment[];
  /** Prepares files and attaches them; resolves with why one could not be, or with `null`. */
  add: (files: readonly Blob[]) => Promise<string | null>;
  remove: (id: string) => void;
  take: () => Picture[];
};

/** The pictures that go with the next message of a thread. */
export function useAttachments(threadId: string | null): Attachments {
  const uid = useWorkspace()?.uid ?? null;
  const source = useMemo(() => (uid === null ? NONE : attachments(uid, threadId)), [uid, threadId]);
  const add = useCallback(
    async (files: readonly Blob[]) => {
      if (uid === null) return null;
      const { prepare } = await import("@/lib/resize");
      try {
        for (const file of files) attach(uid, threadId, await prepare(file));
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : "This picture can't be used.";
      }
    },
    [uid, threadId],
  );
  return {
    attached: useReadable(source),
    add,
    remove: (id) => uid !== null && detach(uid, threadId, id),
    take: () => (uid === null ? [] : takeAttachments(uid, threadId)),
  };
}
