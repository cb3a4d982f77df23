/**
 * What was deleted here, and the moment in which that can be taken back. It is written down on this
 * device first and struck out once the server has it, so that a page which is closed or crashes
 * meanwhile finishes at its next start.
 */

import { Cell, during, type Readable } from "./cell";
import { reportOnce } from "./errors";

export type Kind = "thread" | "note" | "agent";

type Removal = { kind: Kind; id: string; due: number };

/** Deletes one for good; resolves once the server has it. */
export type Remove = (id: string) => Promise<unknown>;

export type RemovalDeps = {
  uid: string;
  admitted: Readable<boolean>;
  remove: Record<Kind, Remove>;
};

const PREFIX = "hearth-removals";

/** `own` is what this page has to delete, when no other tab may still take it back. */
type Waiting = { removal: Removal; own: boolean; timer: ReturnType<typeof setTimeout> };

export class Removals {
  readonly #hidden: Cell<ReadonlySet<string>>;
  /** The ids of what is on its way out, and not to be shown. */
  readonly hidden: Readable<ReadonlySet<string>>;
  readonly #deps: RemovalDeps;
  readonly #waiting = new Map<string, Waiting>();
  readonly #key: string;
  readonly #leave: () => void;
  #closed = false;

  constructor(deps: RemovalDeps) {
    this.#deps = deps;
    this.#key = `${PREFIX}:${deps.uid}`;
    this.#hidden = new Cell<ReadonlySet<string>>(new Set(this.#stored().map(({ id }) => id)));
    this.hidden = this.#hidden;
    // What an earlier page left undone waits until the rules let it through.
    const stop = during(deps.admitted, () => {
      for (const removal of this.#stored()) {
        if (!this.#waiting.has(removal.id)) this.#wait(removal, false);
      }
      return () => {};
    });
    addEventListener("pagehide", this.finish);
    this.#leave = () => {
      stop();
      removeEventListener("pagehide", this.finish);
    };
  }

  /** Hides it now and deletes it `inMs` from now. Returns how to take that back. */
  readonly remove = (kind: Kind, id: string, inMs: number): (() => void) => {
    const removal = { kind, id, due: Date.now() + inMs };
    this.#hidden.update((ids) => new Set(ids).add(id));
    this.#write(removal);
    this.#wait(removal, true);
    return () => {
      this.#endWait(id);
      this.#strike(id);
      this.#show(id);
    };
  };

  /** Deletes now whatever this page could still take back. */
  readonly finish = (): void => {
    for (const { removal, own } of [...this.#waiting.values()]) {
      if (!own) continue;
      // Should the page end before the database has noted it, the next one need not wait.
      this.#write({ ...removal, due: 0 });
      this.#carryOut(removal);
    }
  };

  close(): void {
    this.#closed = true;
    this.#leave();
    this.finish();
    for (const id of [...this.#waiting.keys()]) this.#endWait(id);
  }

  #wait(removal: Removal, own: boolean): void {
    const timer = setTimeout(
      () => {
        const takenBack = !own && !this.#stored().some(({ id }) => id === removal.id);
        if (!takenBack) this.#carryOut(removal);
        else this.#show(removal.id);
      },
      Math.max(0, removal.due - Date.now()),
    );
    this.#waiting.set(removal.id, { removal, own, timer });
  }

  #endWait(id: string): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
  }

  #carryOut({ kind, id }: Removal): void {
    this.#endWait(id);
    this.#deps.remove[kind](id).then(
      () => this.#strike(id),
      (error: unknown) => {
        // A database that was closed refuses what the next start will do.
        if (this.#closed) return;
        reportOnce(`a ${kind} was not deleted`, error);
        this.#strike(id);
        this.#show(id);
      },
    );
  }

  #show(id: string): void {
    this.#hidden.update((ids) => new Set([...ids].filter((other) => other !== id)));
  }

  #write(removal: Removal): void {
    this.#store([...this.#stored().filter(({ id }) => id !== removal.id), removal]);
  }

  #strike(id: string): void {
    this.#store(this.#stored().filter((other) => other.id !== id));
  }

  #stored(): Removal[] {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(value) ? value.filter(isRemoval) : [];
    } catch {
      return [];
    }
  }

  #store(removals: readonly Removal[]): void {
    try {
      if (removals.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(removals));
    } catch {
      // Storage is full or forbidden: it is deleted when its time comes, or as this page ends.
    }
  }
}

function isRemoval(value: unknown): value is Removal {
  if (typeof value !== "object" || value === null) return false;
  const { kind, id, due } = value as Partial<Record<keyof Removal, unknown>>;
  return (
    (kind === "thread" || kind === "note" || kind === "agent") &&
    typeof id === "string" &&
    typeof due === "number"
  );
}
