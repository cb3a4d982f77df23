"use client";

import { CornerUpRight, Trash, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Note } from "@/lib/types";
import { words } from "@/words";
import { formatMoment } from "./format";
import { Button } from "./ui/button";

/** A pause in typing this long saves. */
const PAUSE_MS = 600;

type NoteEditorProps = {
  note: Note;
  /** Told of every change, to keep it until it is saved. */
  onType: (text: string) => void;
  onSave: (text: string) => void;
  /** Given the text as it was left. */
  onClose: (text: string) => void;
  onRemove: () => void;
  onOpenSource: (source: NonNullable<Note["source"]>) => void;
};

/** One note, saved by itself: at each pause, and when it is left in any way. */
export function NoteEditor(props: NoteEditorProps) {
  const { note, onType, onSave, onClose, onRemove, onOpenSource } = props;
  const [text, setText] = useState(note.text);
  const unsaved = useRef<string | null>(null);
  const save = useRef(onSave);

  useEffect(() => {
    save.current = onSave;
  }, [onSave]);

  useEffect(() => {
    const flush = () => {
      if (unsaved.current !== null) save.current(unsaved.current);
      unsaved.current = null;
    };
    const timer = setTimeout(flush, PAUSE_MS);
    addEventListener("pagehide", flush);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", flush);
    };
  }, [text]);

  useEffect(
    () => () => {
      if (unsaved.current !== null) save.current(unsaved.current);
      unsaved.current = null;
    },
    [],
  );

  const { source } = note;
  return (
    <section
      aria-label={words.notes.note}
      data-slot="note-editor"
      className="flex min-h-0 grow flex-col"
    >
      <div className="flex h-14 shrink-0 items-center ps-4 pe-1.5">
        <p className="grow truncate text-xs text-soft">
          {words.notes.saved(formatMoment(note.updatedAt))}
        </p>
        {source && (
          <Button
            variant="quiet"
            size="icon"
            aria-label={words.notes.toSource}
            onClick={() => onOpenSource(source)}
          >
            <CornerUpRight aria-hidden className="rtl:-scale-x-100" />
          </Button>
        )}
        <Button
          variant="quiet"
          size="icon"
          aria-label={words.notes.delete}
          onClick={() => {
            unsaved.current = null;
            onRemove();
          }}
        >
          <Trash aria-hidden />
        </Button>
        <Button
          variant="quiet"
          size="icon"
          aria-label={words.notes.close}
          onClick={() => {
            if (text.trim() === "") unsaved.current = null;
            onClose(text);
          }}
        >
          <X aria-hidden />
        </Button>
      </div>
      <textarea
        dir="auto"
        aria-label={words.notes.note}
        autoFocus={note.text === ""}
        placeholder={words.notes.placeholder}
        value={text}
        onChange={(event) => {
          unsaved.current = event.currentTarget.value;
          onType(event.currentTarget.value);
          setText(event.currentTarget.value);
        }}
        className="min-h-0 grow resize-none bg-transparent px-4 py-2 text-base outline-none"
      />
    </section>
  );
}
