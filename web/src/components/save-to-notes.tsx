"use client";

import { NotebookPen } from "lucide-react";
import { useNotes } from "@/hooks/use-notes";
import type { ShownMessage } from "@/lib/types";
import { textOf } from "./message-text";
import { useThreadActions } from "./thread-context";
import { MenuItem } from "./ui/menu";
import { toast } from "./ui/toast";

/** Keeps a message as a note that remembers where it came from. */
export function SaveToNotes({ message }: { message: ShownMessage }) {
  const { threadId } = useThreadActions();
  const { create } = useNotes();
  const save = () => {
    create(textOf(message.parts), threadId === null ? null : { threadId, messageId: message.id });
    toast("Saved to your notes.");
  };
  return (
    <MenuItem onSelect={save}>
      <NotebookPen aria-hidden />
      Save to notes
    </MenuItem>
  );
}
