/**
 * The newest messages of a thread, as many as are needed, and a watch over replies that should be
 * growing: one without a sign of life is marked as interrupted.
 */

import type { Store } from "./store";
import type { Message } from "./types";

/**
 * A few screens full. Each is a document read whenever a thread is opened on a new device, and on a
 * slow network the first screen waits for all of them.
 */
const FIRST = 20;
/** Beyond this many messages nothing is loaded that the person has not asked for. */
const LONGEST_UNASKED = 1_000;
/** The rules let nobody list more at once. */
const LONGEST = 2_000;
const STALE_MS = 30_000;
/** No clock of a device is this wrong: a reply whose heartbeat is older is dead at first sight. */
const DEAD_MS = 120_000;
const LOOK_MS = 5_000;

export class Window {
  messages: readonly Message[] = [];
  ready = false;
  readonly #store: Pick<Store, "watchMessages" | "markInterrupted">;
  readonly #uid: string;
  readonly #threadId: string;
  readonly #changed: () => void;
  /** When this device last saw a heartbeat move; its clock and the server's may differ. */
  readonly #pulses = new Map<string, { heartbeatAt: number | null; seenAt: number }>();
  readonly #markedAt = new Map<string, number>();
  #size = FIRST;
  #growing = false;
  #stop: (() => void) | null = null;

  constructor(
    store: Pick<Store, "watchMessages" | "markInterrupted">,
    uid: string,
    threadId: string,
    changed: () => void,
  ) {
    this.#store = store;
    this.#uid = uid;
    this.#threadId = threadId;
    this.#changed = changed;
  }

  /** There may be older messages than these, and they can be had. */
  get full(): boolean {
    return this.messages.length >= this.#size && this.#size < LONGEST;
  }

  open(): () => void {
    this.#listen();
    const timer = setInterval(() => {
      this.#look();
      if (this.#pulses.size > 0) this.#changed();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      this.#stop?.();
      this.#stop = null;
      this.messages = [];
      this.ready = false;
      this.#growing = false;
      this.#size = FIRST;
      this.#pulses.clear();
      this.#markedAt.clear();
    };
  }

  /** Reaches back for a message that is not among these, within reason. */
  reachFor(id: string): void {
    const known = this.messages.some((message) => message.id === id);
    if (!known && this.#size < LONGEST_UNASKED) this.grow();
  }

  /** Reaches further back, twice as far; what is read again stays in proportion. */
  grow(): void {
    if (!this.#stop || !this.ready || !this.full || this.#growing) return;
    this.#size = Math.min(this.#size * 2, LONGEST);
    this.#growing = true;
    this.#listen();
  }

  /** Whether a reply is growing somewhere, and has shown a sign of life lately. */
  isAlive(id: string): boolean {
    const pulse = this.#pulses.get(id);
    const now = Date.now();
    return (
      pulse !== undefined &&
      now - pulse.seenAt <= STALE_MS &&
      now - (pulse.heartbeatAt ?? now) <= DEAD_MS
    );
  }

  /** A longer window is heard before the shorter one is let go. */
  #listen(): void {
    let before = this.#stop;
    const endBefore = () => {
      before?.();
      before = null;
    };
    const stop = this.#store.watchMessages(this.#uid, this.#threadId, this.#size, {
      next: (messages) => {
        endBefore();
        this.#growing = false;
        this.messages = messages;
        this.ready = true;
        this.#feel();
        this.#look();
        this.#changed();
      },
    });
    this.#stop = () => {
      endBefore();
      stop();
    };
  }

  #feel(): void {
    for (const { id, status, heartbeatAt } of this.messages) {
      if (status !== "streaming") this.#pulses.delete(id);
      else if (this.#pulses.get(id)?.heartbeatAt !== heartbeatAt) {
        this.#pulses.set(id, { heartbeatAt, seenAt: Date.now() });
      }
    }
  }

  #look(): void {
    const now = Date.now();
    for (const [id, { heartbeatAt, seenAt }] of this.#pulses) {
      const silent =
        now - seenAt > STALE_MS || (heartbeatAt !== null && now - heartbeatAt > STALE_MS);
      if (!silent || !navigator.onLine) continue;
      if (now - (this.#markedAt.get(id) ?? 0) < STALE_MS) continue;
      this.#markedAt.set(id, now);
      // Refused when the server's clock knows better, or somebody else was first.
      this.#store.markInterrupted(this.#uid, this.#threadId, id).catch(() => undefined);
    }
  }
}
