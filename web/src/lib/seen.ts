/**
 * Which threads have news that nobody has looked at yet. Each device remembers what it has shown;
 * what the others have shown, the thread says.
 */

import { Cell, type Readable } from "./cell";
import type { Thread } from "./types";

/** `since` is when this device began to keep count: what is older counts as seen. */
export type Seen = { since: number; threads: Readonly<Record<string, number>> };

/** The server finishes a turn a moment after its answer is on screen: that is no news. */
const GRACE_MS = 5_000;
const PREFIX = "hearth-seen";
/** Threads that are remembered one by one, the newest so many. */
const KEPT = 400;

const cells = new Map<string, Cell<Seen>>();

export function seen(uid: string): Readable<Seen> {
  return cellOf(uid);
}

/** Notes that a thread was on screen as it was at `updatedAt`. */
export function markSeen(uid: string, threadId: string, updatedAt: number): void {
  const cell = cellOf(uid);
  const before = cell.get();
  const next = withSeen(before, threadId, updatedAt);
  if (next === before) return;
  cell.set(next);
  try {
    localStorage.setItem(`${PREFIX}:${uid}`, JSON.stringify(next));
  } catch {
    // Storage is full or forbidden: the marks last as long as the page.
  }
}

export function forgetSeen(uid: string): void {
  cells.delete(uid);
  try {
    localStorage.removeItem(`${PREFIX}:${uid}`);
  } catch {
    // Storage is forbidden, so there is nothing in it.
  }
}

/** What of a thread tells whether it has news. */
export type Marked = Pick<Thread, "id" | "updatedAt" | "seenAt">;

export function isUnread({ since, threads }: Seen, { id, updatedAt, seenAt }: Marked): boolean {
  const known = Math.max(threads[id] ?? -Infinity, seenAt ?? -Infinity);
  return updatedAt > (known === -Infinity ? since : known) + GRACE_MS;
}

/**
 * Somebody's look at a thread. An answer that still grows is not seen yet. The account is told of
 * news at once, and of what was finished while they looked when they look away.
 */
export class Look {
  readonly #uid: string;
  readonly #tell: (updatedAt: number) => void;
  #told: number | null = null;
  #latest = 0;

  constructor(uid: string, tell: (updatedAt: number) => void) {
    this.#uid = uid;
    this.#tell = tell;
  }

  see({ id, updatedAt, seenAt }: Marked, running: boolean): void {
    if (running) return;
    markSeen(this.#uid, id, updatedAt);
    this.#latest = updatedAt;
    if (this.#told !== null) return;
    this.#told = updatedAt;
    if (updatedAt > (seenAt ?? seen(this.#uid).get().since)) this.#tell(updatedAt);
  }

  end(): void {
    if (this.#told === null || this.#latest <= this.#told) return;
    this.#told = this.#latest;
    this.#tell(this.#latest);
  }
}

export function withSeen(before: Seen, threadId: string, updatedAt: number): Seen {
  if (updatedAt <= (before.threads[threadId] ?? before.since)) return before;
  const all = Object.entries({ ...before.threads, [threadId]: updatedAt });
  const newest = all.sort(([, a], [, b]) => b - a);
  const forgotten = newest[KEPT]?.[1] ?? 0;
  return {
    since: Math.max(before.since, forgotten),
    threads: Object.fromEntries(newest.slice(0, KEPT)),
  };
}

function cellOf(uid: string): Cell<Seen> {
  const known = cells.get(uid);
  if (known) return known;
  const cell = new Cell<Seen>(stored(uid) ?? begin(uid));
  cells.set(uid, cell);
  return cell;
}

function begin(uid: string): Seen {
  const fresh = { since: Date.now(), threads: {} };
  try {
    localStorage.setItem(`${PREFIX}:${uid}`, JSON.stringify(fresh));
  } catch {
    // As above.
  }
  return fresh;
}

function stored(uid: string): Seen | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`${PREFIX}:${uid}`) ?? "null");
    return isSeen(value) ? value : null;
  } catch {
    return null;
  }
}

function isSeen(value: unknown): value is Seen {
  if (typeof value !== "object" || value === null) return false;
  const { since, threads } = value as Partial<Record<keyof Seen, unknown>>;
  return typeof since === "number" && typeof threads === "object" && threads !== null;
}
