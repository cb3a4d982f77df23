"use client";

import { useNotes } from "@/hooks/use-notes";
import { words } from "@/words";
import { NoteEditor } from "./note-editor";
import { useHidden, useRemoveWithUndo } from "./removal";
import { Button } from "./ui/button";
import { openNote, openThread } from "./use-place";

/** The note that the address names. One that is left empty is not kept. */
export function NotePane({ id }: { id: string }) {
  const { status, notes, keep, update, remove } = useNotes();
  const hidden = useHidden();
  const removeWithUndo = useRemoveWithUndo();
  const note = notes.find((one) => one.id === id && !hidden.has(id));

  if (!note) {
    if (status === "loading") return null;
    return (
      <div className="m-auto grid justify-items-center gap-3 p-6 text-center">
        <p className="text-soft">{words.notes.gone}</p>
        <Button onClick={() => openNote(null)}>{words.common.close}</Button>
      </div>
    );
  }
  return (
    <NoteEditor
      key={id}
      note={note}
      onType={(text) => keep(id, text)}
      onSave={(text) => update(id, text)}
      onClose={(text) => {
        if (text.trim() === "") remove(id);
        openNote(null);
      }}
      onRemove={() => {
        openNote(null);
        removeWithUndo("note", id);
      }}
      onOpenSource={({ threadId, messageId }) => openThread(threadId, messageId)}
    />
  );
}
