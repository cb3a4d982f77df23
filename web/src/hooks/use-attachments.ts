import { useMemo } from "react";
import {
  attach,
  attachFile,
  attachments,
  beginFile,
  type Attachment,
  type Carried,
  detach,
  NOTHING,
  takeAttachments,
} from "@/lib/attachments";
import { words } from "@/words";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const NONE = still<readonly Attachment[]>([]);

export type Attachments = {
  attached: readonly Attachment[];
  /** Prepares files and attaches them; resolves with what the person should know of it. */
  add: (files: readonly File[]) => Promise<string | null>;
  remove: (id: string) => void;
  take: () => Carried;
};

async function prepareAndAttach(
  uid: string,
  threadId: string | null,
  given: File,
): Promise<string | null> {
  const { isPicture, readFile } = await import("@/lib/read-file");
  if (!isPicture(given)) {
    const id = beginFile(uid, threadId, given.name);
    try {
      const { file, notice } = await readFile(given);
      attachFile(uid, threadId, id, file);
      return notice;
    } catch (error) {
      detach(uid, threadId, id);
      throw error;
    }
  }
  const { prepare } = await import("@/lib/resize");
  attach(uid, threadId, await prepare(given));
  return null;
}

/** What can be done with the pictures and files of a thread's next message, unseen. */
export function useAttachmentVerbs(threadId: string | null): Omit<Attachments, "attached"> {
  const uid = useWorkspace()?.uid ?? null;
  return useMemo(
    () => ({
      add: async (files) => {
        if (uid === null) return null;
        let notice: string | null = null;
        try {
          for (const file of files) {
            notice = (await prepareAndAttach(uid, threadId, file)) ?? notice;
          }
          return notice;
        } catch (error) {
          return error instanceof Error ? error.message : words.files.unusable;
        }
      },
      remove: (id) => uid !== null && detach(uid, threadId, id),
      take: () => (uid === null ? NOTHING : takeAttachments(uid, threadId)),
    }),
    [uid, threadId],
  );
}

/** The pictures and files that go with the next message of a thread. */
export function useAttachments(threadId: string | null): Attachments {
  const uid = useWorkspace()?.uid ?? null;
  const verbs = useAttachmentVerbs(threadId);
  const source = useMemo(() => (uid === null ? NONE : attachments(uid, threadId)), [uid, threadId]);
  return { ...verbs, attached: useReadable(source) };
}
