import { useMemo } from "react";
import {
  attachFile,
  attachments,
  attachPicture,
  type Attachment,
  begin,
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

/** Reads what was given into the place that is kept for it. Resolves with what is to be told. */
async function prepareAndAttach(
  uid: string,
  threadId: string | null,
  id: string,
  given: File,
): Promise<string | null> {
  try {
    const { isPicture, readFile } = await import("@/lib/read-file");
    if (isPicture(given)) {
      const { prepare } = await import("@/lib/resize");
      attachPicture(uid, threadId, id, await prepare(given));
      return null;
    }
    const { file, notice } = await readFile(given);
    attachFile(uid, threadId, id, file);
    return notice;
  } catch (error) {
    detach(uid, threadId, id);
    return error instanceof Error ? error.message : words.files.unusable;
  }
}

/** What can be done with the pictures and files of a thread's next message, unseen. */
export function useAttachmentVerbs(threadId: string | null): Omit<Attachments, "attached"> {
  const uid = useWorkspace()?.uid ?? null;
  return useMemo(
    () => ({
      add: async (files) => {
        if (uid === null) return null;
        // Their places are kept before anything is fetched or read: nothing is sent without them.
        const places = files.map((file) => ({ file, id: begin(uid, threadId, file.name) }));
        let notice: string | null = null;
        for (const { file, id } of places) {
          notice = (await prepareAndAttach(uid, threadId, id, file)) ?? notice;
        }
        return notice;
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
