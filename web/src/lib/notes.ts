/** The member's notes, newest first. */

import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import { reportOnce } from "./errors";
import type { Store } from "./store";
import type { Note } from "./types";

export type NotesState = { status: "loading" | "ready" | "error"; notes: Note[] };

export const NO_NOTES: NotesState = { status: "loading", notes: [] };

const SHOWN = 200;

export class NotesStore {
  readonly #state = new Cell(NO_NOTES);
  readonly #use = new Use(() => during(this.#admitted, () => this.#watch()));
  readonly state = whileUsed(this.#state, this.#use);
  readonly #uid: string;
  readonly #store: Store;
  readonly #admitted: Readable<boolean>;

  constructor(uid: string, store: Store, admitted: Readable<boolean>) {
    this.#uid = uid;
    this.#store = store;
    this.#admitted = admitted;
  }

  readonly create = (text: string, source: Note["source"] = null): string => {
    const { id, saved } = this.#store.createNote(this.#uid, text, source);
    saved.catch(notSaved);
    return id;
  };

  readonly update = (id: string, text: string): void => {
    this.#store.updateNote(this.#uid, id, text).catch(notSaved);
  };

  readonly remove = (id: string): void => {
    this.#store.deleteNote(this.#uid, id).catch(notSaved);
  };

  close(): void {
    this.#use.close();
  }

  #watch(): () => void {
    const stop = this.#store.watchNotes(this.#uid, SHOWN, {
      next: (notes) => this.#state.set({ status: "ready", notes }),
      fail: () => this.#state.update(({ notes }) => ({ status: "error", notes })),
    });
    return () => {
      stop();
      this.#state.set(NO_NOTES);
    };
  }
}

function notSaved(error: unknown): void {
  reportOnce("a note was not saved", error);
}
