"use client";

import { Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useNotes } from "@/hooks/use-notes";
import { plain } from "@/lib/search";
import type { Note } from "@/lib/types";
import { visible } from "@/lib/visible";
import { words } from "@/words";
import { formatWhen } from "./format";
import { useHidden } from "./removal";
import { SearchField } from "./search-field";
import { Button } from "./ui/button";

function NoteRow({ note, onOpen }: { note: Note; onOpen: () => void }) {
  const lines = visible(note.text)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="grid w-full gap-0.5 rounded-sm px-2.5 py-2.5 text-start hover:bg-hover"
      >
        <span className="flex items-baseline justify-between gap-3">
          <span dir="auto" className="truncate text-sm font-medium">
            {lines[0] ?? words.notes.emptyNote}
          </span>
          <span className="shrink-0 text-xs text-soft">{formatWhen(note.updatedAt)}</span>
        </span>
        {lines[1] && (
          <span dir="auto" className="truncate text-sm text-soft">
            {lines[1]}
          </span>
        )}
      </button>
    </li>
  );
}

type NotesPanelProps = { onOpen: (id: string) => void };

/** The notes of the person, newest first. */
export function NotesPanel({ onOpen }: NotesPanelProps) {
  const { status, notes, create } = useNotes();
  const hidden = useHidden();
  const [search, setSearch] = useState("");
  const sought = plain(useDeferredValue(search));
  const shown = notes.filter(({ id, text }) => !hidden.has(id) && plain(text).includes(sought));

  return (
    <section aria-label={words.room.notes} className="flex min-h-0 grow flex-col">
      <div className="flex gap-2 px-3 pb-1">
        <div className="grow">
          <SearchField label={words.notes.search} value={search} onChange={setSearch} />
        </div>
        <Button
          size="icon"
          className="fine:size-9"
          aria-label={words.notes.fresh}
          onClick={() => onOpen(create(""))}
        >
          <Plus aria-hidden />
        </Button>
      </div>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pt-2 pb-4">
        {status === "error" && (
          <p role="alert" className="px-3 py-2 text-sm text-soft">
            {words.notes.failed}
          </p>
        )}
        {status === "ready" && shown.length === 0 && (
          <p className="px-3 py-2 text-sm text-soft">
            {search !== "" ? words.notes.noneFound : words.notes.empty}
          </p>
        )}
        <ul>
          {shown.map((note) => (
            <NoteRow key={note.id} note={note} onOpen={() => onOpen(note.id)} />
          ))}
        </ul>
      </div>
    </section>
  );
}
