/** Firestore as the tests need it: documents in memory, and listeners that hear of each change. */

import type { Listener } from "./firestore";
import type { Message, Thread } from "./types";

type Watch = { tell: () => void };

export class FakeStore {
  thread: Thread | null = null;
  messages: Message[] = [];
  /** What was listened to, in the order it was asked for. */
  readonly asked: ("thread" | "messages")[] = [];
  readonly updates: unknown[] = [];
  readonly stopped: string[] = [];
  readonly interrupted: string[] = [];
  readonly #watches = new Set<Watch>();

  get listening(): number {
    return this.#watches.size;
  }

  /** Tells every listener what there is now. */
  tell(change: { thread?: Thread | null; messages?: Message[] } = {}): void {
    if (change.thread !== undefined) this.thread = change.thread;
    if (change.messages) this.messages = change.messages;
    for (const { tell } of [...this.#watches]) tell();
  }

  readonly watchThread = (_uid: string, _id: string, { next }: Listener<Thread | null>) =>
    this.#watch("thread", () => next(this.thread));

  readonly watchMessages = (
    _uid: string,
    _id: string,
    size: number,
    { next }: Listener<Message[]>,
  ) => this.#watch("messages", () => next(this.messages.slice(-size)));

  readonly updateThread = (_uid: string, id: string, change: Partial<Thread>) => {
    this.updates.push([id, change]);
    if (this.thread) this.tell({ thread: { ...this.thread, ...change } });
    return Promise.resolve();
  };

  readonly stopReply = (_uid: string, _thread: string, id: string) => {
    this.stopped.push(id);
    return Promise.resolve();
  };

  readonly markInterrupted = (_uid: string, _thread: string, id: string) => {
    this.interrupted.push(id);
    return Promise.resolve();
  };

  #watch(name: "thread" | "messages", tell: () => void): () => void {
    this.asked.push(name);
    const watch = { tell };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }
}
