/**
 * Turns that the server has not accepted yet. Each is stored before it is sent, sent by one tab at
 * a time, tried again until the server accepts or refuses it, and kept until then. A second send of
 * the same turn does no harm: the server runs it once.
 */

import { words } from "@/words";
import { verdict } from "./backoff";
import { Cell, type Readable } from "./cell";
import { NetworkError, TurnError } from "./errors";
import { newId, replyIdOf } from "./ids";
import { type OutboxItem, OutboxStorage } from "./outbox-storage";
import type { Options, Part, Picture, TurnRequest } from "./types";

/** An item as this tab sees it: `sending` is true while this tab waits for the server's answer. */
export type Pending = OutboxItem & { sending: boolean };

/** What the outbox needs of the page; tests bring their own. */
export type OutboxPage = {
  now: () => number;
  random: () => number;
  online: () => boolean;
  /** Runs `work` while no other tab runs work of that name. */
  exclusively: (name: string, work: () => Promise<void>) => Promise<void>;
};

export const browserPage: OutboxPage = {
  now: Date.now,
  random: Math.random,
  online: () => navigator.onLine,
  // Pages served without TLS have no locks; the server keeps a second send harmless there.
  exclusively: async (name, work) => {
    const { locks } = navigator as { locks?: LockManager | null };
    if (locks) await locks.request(name, work);
    else await work();
  },
};

/**
 * Posts a turn, after the pictures that it carries; resolves when the server has accepted it,
 * rejects with why it has not.
 */
export type Post = (request: TurnRequest, images: readonly Picture[]) => Promise<void>;

export class Outbox {
  readonly #items = new Cell<Pending[]>([]);
  readonly items: Readable<Pending[]> = this.#items;
  readonly #storage: OutboxStorage;
  readonly #channel: BroadcastChannel;
  readonly #name: string;
  readonly #post: Post;
  readonly #blocked: (request: TurnRequest) => boolean;
  readonly #page: OutboxPage;
  /** Items that an attempt of this tab is about, and those on their way to the disk. */
  readonly #attempting = new Set<string>();
  readonly #writing = new Set<string>();
  readonly #sending = new Set<string>();
  readonly #gone = new Set<string>();
  /** How often this tab has written; what was read before the last write is out of date. */
  #writes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** `blocked` says whether a turn must wait, because what it answers is still being written. */
  constructor(
    uid: string,
    post: Post,
    blocked: (request: TurnRequest) => boolean = () => false,
    page: OutboxPage = browserPage,
  ) {
    this.#name = `hearth-outbox-${uid}`;
    this.#storage = new OutboxStorage(uid);
    this.#channel = new BroadcastChannel(this.#name);
    this.#post = post;
    this.#blocked = blocked;
    this.#page = page;
    this.#channel.onmessage = () => void this.reload();
    globalThis.addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    void this.reload();
  }

  /** Keeps a turn and sends it as soon as that is possible. */
  add(request: TurnRequest, fresh: boolean, images: readonly Picture[] = []): void {
    const item: OutboxItem = {
      request,
      images,
      fresh,
      state: "waiting",
      createdAt: this.#page.now(),
      attempts: 0,
      notBefore: 0,
      unreached: false,
      error: null,
    };
    this.#items.update((items) => [...items, { ...item, sending: false }]);
    void this.#write(item).then(() => this.pump());
  }

  /**
   * Sends other parts in an item's place, under a new id: the old one may have reached the server
   * without an answer. Returns the new message's id.
   */
  edit(id: string, parts: Part[]): string | null {
    const item = this.#find(id);
    if (!item || item.sending || !("parts" in item.request)) return null;
    const request = { ...item.request, messageId: newId(), parts };
    this.#replaceParent(replyIdOf(id), replyIdOf(request.messageId));
    this.#remove(id);
    this.add(request, item.fresh, item.images);
    return request.messageId;
  }

  /** Tries a refused or waiting item again, now; with other options where some are given. */
  retry(id: string, options: Partial<Options> = {}): void {
    const item = this.#find(id);
    if (!item || item.sending) return;
    const request = { ...item.request, ...options };
    const again = { ...stored(item), request, attempts: 0, notBefore: 0, error: null };
    void this.#write({ ...again, state: "waiting" }).then(() => this.pump());
  }

  /** Forgets an item; what was to follow it follows its parent. */
  discard(id: string): void {
    const item = this.#find(id);
    if (!item || item.sending) return;
    this.#replaceParent(replyIdOf(id), item.request.parent);
    this.#remove(id);
  }

  /** Forgets what was to be sent to a thread. */
  discardThread(threadId: string): void {
    for (const { request } of this.#items.get()) {
      if (request.threadId === threadId) this.#remove(request.messageId);
    }
  }

  /** Begins an attempt for every item that is due. */
  readonly pump = (): void => {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    const waiting = this.#items.get().filter((item) => item.state === "waiting");
    for (const item of waiting) if (this.#due(item)) void this.#attempt(item.request.messageId);
    const next = Math.min(
      ...waiting.map((item) => item.notBefore).filter((at) => at > this.#page.now()),
    );
    if (Number.isFinite(next)) this.#timer = setTimeout(this.pump, next - this.#page.now());
  };

  /** Reads what is stored: another tab changed it, or the page has just opened. */
  async reload(): Promise<void> {
    let found: OutboxItem[];
    let writes: number;
    do {
      writes = this.#writes;
      found = await this.#storage.all();
    } while (writes !== this.#writes);
    if (this.#closed) return;
    const kept = this.#items.get().filter(({ request }) => this.#writing.has(request.messageId));
    const other = found.filter(
      ({ request }) => !this.#writing.has(request.messageId) && !this.#gone.has(request.messageId),
    );
    const items = [...other, ...kept].sort((a, b) => a.createdAt - b.createdAt);
    this.#items.set(items.map((item) => this.#seen(item)));
    this.pump();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#channel.close();
    globalThis.removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    this.#items.set([]);
  }

  /** Online or looked at again: what failed for the network alone needn't wait any longer. */
  readonly #wake = (): void => {
    const sleeping = this.#items.get().filter((item) => item.unreached && item.notBefore > 0);
    if (sleeping.length === 0) return this.pump();
    const due = sleeping.map((item) => this.#write({ ...stored(item), notBefore: 0 }));
    void Promise.all(due).then(() => this.pump());
  };

  #due(item: Pending): boolean {
    return (
      item.state === "waiting" &&
      this.#page.online() &&
      item.notBefore <= this.#page.now() &&
      !this.#follows(item.request) &&
      !this.#blocked(item.request)
    );
  }

  /** Whether the turn answers one that is still in the outbox itself. */
  #follows({ parent }: TurnRequest): boolean {
    return this.#items.get().some(({ request }) => replyIdOf(request.messageId) === parent);
  }

  async #attempt(id: string): Promise<void> {
    if (this.#attempting.has(id)) return;
    this.#attempting.add(id);
    try {
      await this.#page.exclusively(`${this.#name}-${id}`, () => this.#send(id));
    } finally {
      this.#attempting.delete(id);
    }
    this.pump();
  }

  /** One attempt. Reads the item again: while this tab waited, another may have sent it. */
  async #send(id: string): Promise<void> {
    const item = await this.#storage.get(id);
    if (this.#closed) return;
    if (!item) {
      this.#items.update((items) => without(items, id));
      return;
    }
    if (!this.#due({ ...item, sending: false })) {
      this.#show(item);
      return;
    }
    this.#sending.add(id);
    this.#show(item);
    try {
      await this.#post(item.request, item.images ?? []);
      this.#remove(id);
    } catch (error) {
      await this.#failed(item, error);
    } finally {
      this.#sending.delete(id);
      this.#items.update((items) => items.map((other) => this.#seen(other)));
    }
  }

  async #failed(item: OutboxItem, error: unknown): Promise<void> {
    if (this.#gone.has(item.request.messageId)) return;
    const attempts = item.attempts + 1;
    const decision = verdict(error, attempts, this.#page.random());
    this.#sending.delete(item.request.messageId);
    await this.#write({
      ...item,
      attempts,
      state: decision.kind === "retry" ? "waiting" : "refused",
      notBefore: decision.kind === "retry" ? this.#page.now() + decision.delayMs : 0,
      unreached: error instanceof NetworkError,
      error: bodyOf(error),
    });
  }

  #replaceParent(from: string, to: string | null): void {
    for (const item of this.#items.get()) {
      if (item.request.parent !== from) continue;
      void this.#write({ ...stored(item), request: { ...item.request, parent: to } });
    }
  }

  async #write(item: OutboxItem): Promise<void> {
    const id = item.request.messageId;
    this.#show(item);
    this.#writes += 1;
    this.#writing.add(id);
    await this.#storage.put(item);
    this.#writing.delete(id);
    if (!this.#closed) this.#channel.postMessage("changed");
  }

  #remove(id: string): void {
    this.#gone.add(id);
    this.#items.update((items) => without(items, id));
    void this.#storage.remove(id).then(() => {
      if (!this.#closed) this.#channel.postMessage("changed");
    });
  }

  #show(item: OutboxItem): void {
    const id = item.request.messageId;
    this.#items.update((items) =>
      items.map((other) => (other.request.messageId === id ? this.#seen(item) : other)),
    );
  }

  #seen(item: OutboxItem): Pending {
    return { ...item, sending: this.#sending.has(item.request.messageId) };
  }

  #find(id: string): Pending | undefined {
    return this.#items.get().find(({ request }) => request.messageId === id);
  }
}

function stored({ sending: _sending, ...item }: Pending): OutboxItem {
  return item;
}

function without(items: Pending[], id: string): Pending[] {
  return items.filter(({ request }) => request.messageId !== id);
}

function bodyOf(error: unknown) {
  if (error instanceof TurnError) return error.body;
  if (error instanceof NetworkError) return { code: "unavailable", message: error.message };
  return { code: "internal", message: words.errors.notSent };
}
