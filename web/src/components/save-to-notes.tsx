"use client";

import { NotebookPen } from "lucide-react";
import { useNotes } from "@/hooks/use-notes";
import { saidOf, textOf } from "@/lib/file-part";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { useThreadActions } from "./thread-context";
import { MenuItem } from "./ui/menu";
import { toast } from "./ui/toast";
import { openNote } from "./use-place";

/** Keeps a message as a note that remembers where it came from. */
export function SaveToNotes({ message }: { message: ShownMessage }) {
  const { threadId } = useThreadActions();
  const { create } = useNotes();
  const save = () => {
    const source = threadId === null ? null : { threadId, messageId: message.id };
    const id = create(saidOf(message.parts) || textOf(message.parts), source);
    toast(words.message.savedToNotes, { label: words.common.open, run: () => openNote(id) });
  };
  return (
    <MenuItem onSelect={save}>
      <NotebookPen aria-hidden />
      {words.message.saveToNotes}
    </MenuItem>
  );
}
