"use client";

import { Check, NotebookPen } from "lucide-react";
import { useNotes } from "@/hooks/use-notes";
import type { Proposal } from "@/lib/tool-output";
import { words } from "@/words";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";

/** A note that an agent proposes: nothing is written until the person says so. */
export function NoteProposal({ proposal, messageId }: { proposal: Proposal; messageId: string }) {
  const { threadId } = useThreadActions();
  const { notes, status, create, update } = useNotes();
  const { id, before, text } = proposal;
  const fresh = before === null;
  const current = notes.find((note) => note.id === id);
  const kept = fresh ? notes.some((note) => note.text === text) : current?.text === text;
  const gone = !fresh && status === "ready" && current === undefined;

  const save = () => {
    if (fresh || gone) create(text, threadId === null ? null : { threadId, messageId });
    else update(id, text);
  };

  return (
    <section
      aria-label={words.notes.proposed}
      data-slot="note-proposal"
      data-state={kept ? "kept" : "proposed"}
      className="grid gap-2.5 rounded-md border border-line bg-raised p-3.5"
    >
      <p className="flex items-center gap-2 text-sm font-medium">
        <NotebookPen aria-hidden className="size-4 shrink-0 text-soft" />
        {fresh ? words.notes.proposedNew : words.notes.proposedChange}
      </p>
      {!fresh && (
        <del
          dir="auto"
          className="block max-h-40 overflow-auto text-sm whitespace-pre-wrap text-soft decoration-line"
        >
          {current?.text ?? before}
        </del>
      )}
      <ins
        dir="auto"
        className="block max-h-64 overflow-auto text-sm whitespace-pre-wrap no-underline"
      >
        {text}
      </ins>
      {kept ? (
        <p role="status" className="flex items-center gap-2 text-sm text-soft">
          <Check aria-hidden className="size-4" />
          {words.notes.kept}
        </p>
      ) : (
        <Button
          size="sm"
          className="coarse:h-11 justify-self-start"
          disabled={status === "loading"}
          onClick={save}
        >
          {fresh || gone ? words.notes.save : words.notes.saveChange}
        </Button>
      )}
    </section>
  );
}
