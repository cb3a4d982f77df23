/** Hearth's own JSON export, on its way back. */

import type { Whole } from "../export";
import type { Message, Note, Picture, Thread } from "../types";
import { fieldsOf, listOf, textOf, textOrNull, type Fields } from "./values";

export function isHearth(content: Fields): boolean {
  return content.format === "hearth" && content.version === 1;
}

/** A thread as it was taken out; the server reads every field of it strictly. */
export function fromHearth({ thread, messages, images }: Fields): Whole | null {
  const head = fieldsOf(thread);
  if (textOrNull(head.id) === null || listOf(messages).length === 0) return null;
  return {
    thread: head as unknown as Thread,
    messages: listOf(messages).map((each) => fieldsOf(each) as unknown as Message),
    images: listOf(images).map((each) => fieldsOf(each) as unknown as Picture),
  };
}

export function notesOf({ notes }: Fields): Note[] {
  return listOf(notes)
    .map(fieldsOf)
    .filter(({ text }) => textOf(text).trim() !== "")
    .map((note) => note as unknown as Note);
}
