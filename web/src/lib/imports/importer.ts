/** Brings an export in: call by call, with the pictures and notes, and a count of all of it. */

import { pages } from "@/words/pages";
import { call } from "../callable";
import { TurnError } from "../errors";
import type { Whole } from "../export";
import type { Store } from "../store";
import { callsFor, type Piece } from "./pieces";
import type { Export } from "./read";

export type Progress = {
  /** Threads that are done with, of so many. */
  done: number;
  of: number;
};

export type Outcome = {
  threads: number;
  added: number;
  /** Messages and notes that were here already. */
  known: number;
  notes: number;
  /** Why something was left out, with how many threads that was. */
  refused: ReadonlyMap<string, number>;
};

export type ImporterDeps = {
  uid: string;
  store: Pick<Store, "createPicture" | "createNote" | "readNotes">;
  idToken: () => Promise<string>;
  ask?: typeof call;
  pause?: (seconds: number) => Promise<void>;
};

const wait = (seconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

/** How many threads are complete with these pieces. */
const whole = (pieces: readonly Piece[]) => pieces.filter(({ thread }) => thread !== null).length;

export class Importer {
  readonly #deps: ImporterDeps;

  constructor(deps: ImporterDeps) {
    this.#deps = deps;
  }

  /** Stops between two calls when `signal` says so: what is in is in, and a second run adds the rest. */
  readonly run = async (
    found: Export,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    const outcome = { threads: 0, added: 0, known: 0, notes: 0 };
    const refused = new Map<string, number>();
    if (found.empty > 0) refused.set(pages.import.empty, found.empty);
    let done = 0;
    for (const pieces of callsFor(found.threads)) {
      if (signal.aborted) break;
      await this.#bring(pieces, outcome, refused);
      done += whole(pieces);
      onProgress({ done, of: found.threads.length });
    }
    for (const thread of found.threads) {
      if (!signal.aborted) await this.#pictures(thread);
    }
    if (!signal.aborted) await this.#notes(found, outcome);
    return { ...outcome, refused };
  };

  /** One call. What is refused as a whole is tried thread by thread, so that only the bad one stays out. */
  async #bring(
    pieces: readonly Piece[],
    outcome: { threads: number; added: number; known: number },
    refused: Map<string, number>,
  ): Promise<void> {
    try {
      const { added, known } = await this.#ask(pieces);
      outcome.added += Number(added) || 0;
      outcome.known += Number(known) || 0;
      outcome.threads += whole(pieces);
    } catch (error) {
      if (!(error instanceof TurnError) || error.code !== "invalid-argument") throw error;
      const [first] = pieces;
      if (pieces.length > 1) {
        for (const piece of pieces) await this.#bring([piece], outcome, refused);
      } else if (first) {
        refused.set(error.message, (refused.get(error.message) ?? 0) + 1);
      }
    }
  }

  async #ask(pieces: readonly Piece[]): Promise<Record<string, unknown>> {
    const { idToken, ask = call, pause = wait } = this.#deps;
    for (;;) {
      try {
        return await ask("import_threads", { pieces }, await idToken());
      } catch (error) {
        if (!(error instanceof TurnError) || error.retryAfter === null) throw error;
        await pause(error.retryAfter + 1);
      }
    }
  }

  async #pictures({ thread, images }: Whole): Promise<void> {
    const { store, uid } = this.#deps;
    for (const picture of images) {
      // One that the rules refuse is left out: its message says where it was.
      await store.createPicture(uid, thread.id, picture).catch(() => undefined);
    }
  }

  async #notes({ notes }: Export, outcome: { known: number; notes: number }): Promise<void> {
    if (notes.length === 0) return;
    const { store, uid } = this.#deps;
    const known = new Set((await store.readNotes(uid)).map(({ text }) => text));
    for (const { text, source } of notes) {
      if (known.has(text)) {
        outcome.known += 1;
        continue;
      }
      await store.createNote(uid, text, source).saved;
      known.add(text);
      outcome.notes += 1;
    }
  }
}
