/** The threads of the member, newest first; one that is on its way to the server included. */

import { words } from "@/words";
import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import { reportOnce } from "./errors";
import { gistOf } from "./file-part";
import { isRunning, type LiveTurn } from "./live";
import { NO_THREADS } from "./nothing";
import type { Outbox } from "./outbox";
import type { Store } from "./store";
import type { Thread, TurnRequest } from "./types";

export type ThreadsState = {
  status: "loading" | "ready" | "error";
  threads: Thread[];
  hasMore: boolean;
  /** The threads in which this device hears an answer grow. */
  running: ReadonlySet<string>;
};

const PAGE = 30;
/** The rules let nobody list more at once. */
const LONGEST = 1_000;
const TITLE_LENGTH = 60;

export type ThreadListDeps = {
  uid: string;
  /** The list of the archive; else of what is not in it. */
  archived: boolean;
  store: Pick<Store, "watchThreads" | "updateThread" | "deleteThread">;
  outbox: Pick<Outbox, "items" | "discardThread">;
  live: Readable<readonly LiveTurn[]>;
  admitted: Readable<boolean>;
};

export class ThreadList {
  readonly #state = new Cell(NO_THREADS);
  readonly #use = new Use(() => this.#watch());
  readonly state = whileUsed(this.#state, this.#use);
  readonly #deps: ThreadListDeps;
  #stop = () => {};
  #size = PAGE;
  #threads: Thread[] = [];
  #status: ThreadsState["status"] = "loading";
  /** Threads that this page deleted: what their turns still say must not bring them back. */
  readonly #removed = new Set<string>();

  constructor(deps: ThreadListDeps) {
    this.#deps = deps;
  }

  readonly loadMore = (): void => {
    if (!this.#state.get().hasMore) return;
    this.#size = Math.min(this.#size + PAGE, LONGEST);
    this.#listen();
  };

  readonly rename = (id: string, title: string): void => {
    const trimmed = title.trim().slice(0, 200);
    if (trimmed) this.#update(id, { title: trimmed });
  };

  readonly pin = (id: string, pinned: boolean): void => this.#update(id, { pinned });

  readonly archive = (id: string, archived: boolean): void => this.#update(id, { archived });

  /** Resolves once the server has it. */
  readonly remove = (id: string): Promise<void> => {
    const { store, uid, outbox } = this.#deps;
    this.#removed.add(id);
    outbox.discardThread(id);
    this.#publish();
    return store.deleteThread(uid, id);
  };

  close(): void {
    this.#use.close();
  }

  #update(id: string, change: Partial<Pick<Thread, "title" | "pinned" | "archived">>): void {
    const { store, uid } = this.#deps;
    store
      .updateThread(uid, id, change)
      .catch((error: unknown) => reportOnce("a thread was not changed", error));
  }

  #watch(): () => void {
    const { outbox, live, admitted } = this.#deps;
    const stops = [
      outbox.items.subscribe(this.#publish),
      live.subscribe(this.#publish),
      during(admitted, () => this.#open()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #open(): () => void {
    this.#listen();
    return () => {
      this.#stop();
      this.#stop = () => {};
      this.#size = PAGE;
      this.#threads = [];
      this.#status = "loading";
      this.#state.set(NO_THREADS);
    };
  }

  /** A longer list is heard before the shorter one is let go. */
  #listen(): void {
    let before = this.#stop;
    const endBefore = () => {
      before();
      before = () => {};
    };
    const { store, uid, archived } = this.#deps;
    const stop = store.watchThreads(uid, archived, this.#size, {
      next: (threads) => {
        endBefore();
        this.#threads = threads;
        this.#status = "ready";
        this.#publish();
      },
      fail: () => {
        this.#status = "error";
        this.#publish();
      },
    });
    this.#stop = () => {
      endBefore();
      stop();
    };
  }

  readonly #publish = (): void => {
    const { outbox, live, archived } = this.#deps;
    const fresh = archived
      ? []
      : [
          ...outbox.items.get().filter((item) => item.fresh),
          ...live.get().filter(({ request }) => request.parent === null && "parts" in request),
        ];
    const before = this.#state.get();
    const known = new Map(before.threads.map((thread) => [thread.id, thread]));
    // A thread that did not change stays the same value, so that nothing of it is drawn again.
    const threads = merged(this.#threads, fresh)
      .filter(({ id }) => !this.#removed.has(id))
      .map((thread) => kept(known.get(thread.id), thread));
    const growing = live.get().filter(isRunning);
    const running = new Set(growing.map(({ request }) => request.threadId));
    const hasMore = this.#threads.length >= this.#size && this.#size < LONGEST;
    if (
      before.status === this.#status &&
      before.hasMore === hasMore &&
      before.running.size === running.size &&
      [...running].every((id) => before.running.has(id)) &&
      before.threads.length === threads.length &&
      threads.every((thread, at) => thread === before.threads[at])
    ) {
      return;
    }
    this.#state.set({ status: this.#status, threads, hasMore, running });
  };
}

function kept(before: Thread | undefined, next: Thread): Thread {
  return before && JSON.stringify(before) === JSON.stringify(next) ? before : next;
}

/** The stored threads, with those that begin only now after the pinned ones. */
export function merged(
  threads: Thread[],
  fresh: { request: TurnRequest; createdAt: number }[],
): Thread[] {
  const known = new Set(threads.map(({ id }) => id));
  const added: Thread[] = [];
  for (const { request, createdAt } of fresh) {
    if (known.has(request.threadId)) continue;
    known.add(request.threadId);
    added.unshift(begun(request, createdAt));
  }
  const pinned = threads.filter((thread) => thread.pinned);
  return [...pinned, ...added, ...threads.filter((thread) => !thread.pinned)];
}

/** A thread as it will look once the server has stored its first turn. */
export function begun(request: TurnRequest, createdAt: number): Thread {
  const { threadId, agent, model, temperature, maxTokens, effort } = request;
  const parts = "parts" in request ? request.parts : [];
  const title = gistOf(parts).replace(/\s+/g, " ").trim();
  return {
    id: threadId,
    title:
      title.length > TITLE_LENGTH
        ? `${title.slice(0, TITLE_LENGTH - 1)}…`
        : title || words.common.newThread,
    agent,
    model,
    temperature,
    maxTokens,
    effort,
    pinned: false,
    archived: false,
    leaf: null,
    createdAt,
    updatedAt: createdAt,
    seenAt: null,
  };
}
