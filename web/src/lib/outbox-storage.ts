/** The outbox on disk: one IndexedDB database per account, so that accounts never mix. */

import { createStore, del, get, set, values } from "idb-keyval";
import { reportOnce } from "./errors";
import type { ErrorBody, Picture, TurnRequest } from "./types";

/** A turn that the server has not accepted yet. Times are milliseconds since the epoch. */
export type OutboxItem = {
  request: TurnRequest;
  /** What has to be stored before the turn is posted. */
  images?: readonly Picture[];
  /** The turn begins a thread. */
  fresh: boolean;
  state: "waiting" | "refused";
  createdAt: number;
  attempts: number;
  notBefore: number;
  /** The last attempt did not reach the server, so being online again is worth another. */
  unreached: boolean;
  /** What the server said to the last attempt. */
  error: ErrorBody | null;
};

/** Where items survive a reload. Where the device refuses to store, they last as long as the page. */
export class OutboxStorage {
  readonly #store: ReturnType<typeof createStore>;
  readonly #volatile = new Map<string, OutboxItem>();

  constructor(uid: string) {
    this.#store = createStore(`hearth-outbox-${uid}`, "items");
  }

  async all(): Promise<OutboxItem[]> {
    const stored = await values<OutboxItem>(this.#store).catch(() => []);
    return [...stored, ...this.#volatile.values()].sort((a, b) => a.createdAt - b.createdAt);
  }

  async get(id: string): Promise<OutboxItem | undefined> {
    const stored = await get<OutboxItem>(id, this.#store).catch(() => undefined);
    return stored ?? this.#volatile.get(id);
  }

  async put(item: OutboxItem): Promise<void> {
    const id = item.request.messageId;
    try {
      await set(id, item, this.#store);
    } catch (error) {
      reportOnce("this device can't store unsent messages", error);
      this.#volatile.set(id, item);
    }
  }

  async remove(id: string): Promise<void> {
    this.#volatile.delete(id);
    await del(id, this.#store).catch(() => undefined);
  }
}
