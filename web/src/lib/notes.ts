/** The member's notes, newest first. What is typed is on this device before it is anywhere else. */

import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import { reportOnce } from "./errors";
import { NO_NOTES } from "./nothing";
import type { Store } from "./store";
import type { Note } from "./types";
import { keepNote, type Unsaved, unsavedNote, unsavedNotes } from "./unsaved-notes";

export type NotesState = { status: "loading" | "ready" | "error"; notes: Note[] };

const SHOWN = 200;

type NotesAccess = Pick<
  Store,
  "watchNotes" | "createNote" | "updateNote" | "deleteNote" | "readNote"
>;

export class NotesStore {
  readonly #state = new Cell(NO_NOTES);
  readonly #use = new Use(() => during(this.#admitted, () => this.#watch()));
  readonly state = whileUsed(this.#state, this.#use);
  readonly #uid: string;
  readonly #store: NotesAccess;
  readonly #admitted: Readable<boolean>;
  readonly #leave: () => void;
  /** The notes as they are stored. */
  #heard: readonly Note[] = [];

  constructor(uid: string, store: NotesAccess, admitted: Readable<boolean>) {
    this.#uid = uid;
    this.#store = store;
    this.#admitted = admitted;
    this.#leave = during(admitted, () => {
      for (const [id, unsaved] of unsavedNotes(uid)) void this.#finish(id, unsaved);
      return () => {};
    });
  }

  readonly create = (text: string, source: Note["source"] = null): string => {
    const { id, saved } = this.#store.createNote(this.#uid, text, source);
    saved.catch(notSaved);
    return id;
  };

  /** Keeps what is being typed on this device, at once. */
  readonly keep = (id: string, text: string): void => {
    const from = unsavedNote(this.#uid, id)?.from ?? [this.#saidBefore(id)];
    keepNote(this.#uid, id, { text, from });
  };

  readonly update = (id: string, text: string): void => {
    this.keep(id, text);
    const before = unsavedNote(this.#uid, id);
    const [stored = ""] = before?.from ?? [];
    keepNote(this.#uid, id, { text, from: [stored, text] });
    this.#store.updateNote(this.#uid, id, text).then(() => this.#saved(id, text), notSaved);
  };

  readonly remove = (id: string): void => {
    this.erase(id).catch(notSaved);
  };

  /** Resolves once the server has deleted it. */
  readonly erase = (id: string): Promise<void> => {
    keepNote(this.#uid, id, null);
    return this.#store.deleteNote(this.#uid, id);
  };

  close(): void {
    this.#leave();
    this.#use.close();
  }

  #watch(): () => void {
    const stop = this.#store.watchNotes(this.#uid, SHOWN, {
      next: (notes) => {
        this.#heard = notes;
        this.#state.set({ status: "ready", notes: this.#typed(notes) });
      },
      fail: () => this.#state.update(({ notes }) => ({ status: "error", notes })),
    });
    return () => {
      stop();
      this.#heard = [];
      this.#state.set(NO_NOTES);
    };
  }

  /** The notes, each with what was typed into it here last. */
  #typed(notes: readonly Note[]): Note[] {
    const unsaved = unsavedNotes(this.#uid);
    return notes.map((note) => {
      const typed = unsaved.get(note.id);
      return typed?.from.includes(note.text) ? { ...note, text: typed.text } : note;
    });
  }

  #saidBefore(id: string): string {
    return this.#heard.find((note) => note.id === id)?.text ?? "";
  }

  #saved(id: string, text: string): void {
    const unsaved = unsavedNote(this.#uid, id);
    if (unsaved === null) return;
    // More was typed meanwhile: it takes the place of what is saved now.
    keepNote(this.#uid, id, unsaved.text === text ? null : { ...unsaved, from: [text] });
  }

  /** Saves what an earlier page could not. A note that says something else by now is left alone. */
  async #finish(id: string, { text, from }: Unsaved): Promise<void> {
    try {
      const note = await this.#store.readNote(this.#uid, id);
      if (note !== null && from.includes(note.text) && note.text !== text) this.update(id, text);
      else {
        if (text !== "" && note?.text !== text) {
          await this.#store.createNote(this.#uid, text, note?.source ?? null).saved;
        }
        this.#saved(id, text);
      }
    } catch (error) {
      // It stays on this device, and the next start tries again.
      notSaved(error);
    }
  }
}

function notSaved(error: unknown): void {
  reportOnce("a note was not saved", error);
}
