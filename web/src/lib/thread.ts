/**
 * One thread on screen: its documents, what of it is in the outbox, and the streams of this tab,
 * merged into one branch, with the verbs that change it.
 */

import { Cell, derived, during, type Readable, Use, whileUsed } from "./cell";
import { reportOnce } from "./errors";
import { newId, replyIdOf } from "./ids";
import { isRunning, type LiveTurn } from "./live";
import type { MemberState } from "./member";
import { NO_THREAD } from "./nothing";
import type { Outbox, Pending } from "./outbox";
import { covered, nodesOf, shown, shownId } from "./shown";
import type { Store } from "./store";
import { begun } from "./thread-list";
import { newestLeaf } from "./tree";
import type { Turns } from "./turns";
import type {
  Decision,
  Message,
  Options,
  Part,
  Picture,
  ShownMessage,
  Thread,
  TurnRequest,
} from "./types";
import { defaults, withChange } from "./usable";
import { Window } from "./window";

export type ThreadData = {
  status: "loading" | "ready" | "not-found";
  thread: Thread | null;
  messages: ShownMessage[];
  running: boolean;
  hasEarlier: boolean;
  options: Options;
  notice: string | null;
};

export type ThreadDeps = {
  uid: string;
  store: Pick<
    Store,
    "watchThread" | "watchMessages" | "updateThread" | "stopReply" | "markInterrupted"
  >;
  outbox: Outbox;
  turns: Turns;
  member: Readable<MemberState>;
  admitted: Readable<boolean>;
  /** What the person chose for threads that the server does not have yet, by thread id. */
  choices: Cell<ReadonlyMap<string | null, Partial<Options>>>;
};

/** A new leaf may be heard of before its message is; only after this is it taken to be an old one. */
const REACH_MS = 800;

/** A branch that the person chose here; it holds until the thread's own leaf says otherwise. */
type Chosen = { leaf: string; before: string | null };

export class ThreadStore {
  readonly #state: Cell<ThreadData>;
  readonly #use = new Use(() => this.#watch());
  readonly state: Readable<ThreadData>;
  /** `null` for a thread that begins with the next send. */
  readonly #id: string | null;
  readonly #deps: ThreadDeps;
  readonly #window: Window | null;
  #thread: Thread | null | undefined;
  #chosen: Chosen | null = null;
  #reach: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string | null, deps: ThreadDeps) {
    this.#id = id;
    this.#deps = deps;
    const { store, uid } = deps;
    this.#window = id === null ? null : new Window(store, uid, id, () => this.#publish());
    this.#state = new Cell(this.#next(NO_THREAD));
    this.state = whileUsed(this.#state, this.#use);
  }

  readonly setOptions = (change: Partial<Options>): void => {
    const { member, store, uid } = this.#deps;
    const options = withChange(member.get(), this.#options(), change);
    if (this.#id !== null && this.#thread) {
      store
        .updateThread(uid, this.#id, options)
        .catch((error: unknown) => reportOnce("a thread was not changed", error));
    } else {
      this.#choose(options);
    }
  };

  readonly send = (parts: Part[], images: readonly Picture[] = []): string => {
    const threadId = this.#id ?? newId();
    const parent = this.#tip();
    const fresh = parent === null && !this.#thread;
    this.#add({ ...this.#turn(threadId), parent, parts }, fresh, images);
    return threadId;
  };

  readonly edit = (messageId: string, parts: Part[]): void => {
    const message = this.#find(messageId);
    if (this.#id === null || message?.role !== "user") return;
    if (message.outbox) {
      const id = this.#deps.outbox.edit(messageId, parts);
      if (id !== null) this.#follow(id);
      return;
    }
    const request = { ...this.#turn(this.#id), parent: message.parent, parts };
    this.#add(request, false);
    this.#follow(request.messageId);
  };

  readonly regenerate = (messageId: string, model?: string): void => {
    const message = this.#find(messageId);
    if (this.#id === null || message?.role !== "assistant") return;
    const { parent } = message;
    const turn = this.#turn(this.#id);
    const options = model === undefined ? {} : { model };
    this.#add({ ...turn, ...options, parent, regenerate: messageId }, false);
    this.#follow(replyIdOf(turn.messageId));
  };

  readonly continueReply = (messageId: string, approvals?: Record<string, Decision>): void => {
    const message = this.#find(messageId);
    if (this.#id === null || message?.role !== "assistant") return;
    const { parent } = message;
    const answered = approvals ? { approvals } : {};
    this.#add({ ...this.#turn(this.#id), parent, continue: messageId, ...answered }, false);
  };

  /** Shows the branch of that message, on every device. */
  readonly show = (messageId: string): void => {
    const leaf = newestLeaf(nodesOf(this.#sources()), messageId);
    this.#follow(leaf);
    const stored = this.#window?.messages.some(({ id }) => id === leaf);
    if (this.#id === null || !this.#thread || !stored) return;
    this.#deps.store
      .updateThread(this.#deps.uid, this.#id, { leaf })
      .catch((error: unknown) => reportOnce("a branch was not kept", error));
  };

  readonly stop = (): void => {
    const { turns, store, uid } = this.#deps;
    const onScreen = new Set(this.#state.get().messages.map(({ id }) => id));
    const mine = this.#live().filter((turn) => isRunning(turn) && onScreen.has(turn.replyId));
    for (const turn of mine) turns.stop(turn.request.messageId);
    const streamed = new Set(mine.map((turn) => turn.replyId));
    for (const { id, status } of this.#window?.messages ?? []) {
      if (this.#id === null || status !== "streaming" || streamed.has(id) || !onScreen.has(id))
        continue;
      store
        .stopReply(uid, this.#id, id)
        .catch((error: unknown) => reportOnce("a reply was not stopped", error));
    }
  };

  /** Sends a refused turn again, with the options as they are now. */
  readonly retry = (messageId: string): void => {
    const item = this.#item(messageId);
    if (item) this.#deps.outbox.retry(item.request.messageId, this.#options());
  };

  readonly discard = (messageId: string): void => {
    const item = this.#item(messageId);
    if (item) this.#deps.outbox.discard(item.request.messageId);
  };

  readonly loadEarlier = (): void => this.#window?.grow();

  close(): void {
    this.#use.close();
  }

  #watch(): () => void {
    const { outbox, turns, member, choices } = this.#deps;
    const publish = () => this.#publish();
    const stops = [
      outbox.items.subscribe(publish),
      turns.live.subscribe(publish),
      member.subscribe(publish),
      choices.subscribe(publish),
    ];
    if (this.#id !== null) stops.push(during(this.#stored(), () => this.#listen()));
    this.#publish();
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Whether the server may have the thread: one that begins here is not asked for before. */
  #stored(): Readable<boolean> {
    const { outbox, admitted } = this.#deps;
    const begins = () => this.#pending().some(({ fresh }) => fresh);
    return derived([admitted, outbox.items], () => admitted.get() && !begins());
  }

  #listen(): () => void {
    const { store, uid } = this.#deps;
    if (this.#id === null || !this.#window) return () => {};
    const next = (thread: Thread | null) => {
      this.#thread = thread;
      this.#publish();
    };
    // Each is a round trip: the messages go first, for the list of threads has brought the thread.
    const stops = [this.#window.open(), store.watchThread(uid, this.#id, { next })];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#reach);
      this.#reach = undefined;
      this.#thread = undefined;
      this.#chosen = null;
      this.#state.set(this.#next(NO_THREAD));
    };
  }

  #publish(): void {
    this.#state.set(this.#next(this.#state.get()));
    const done = covered(this.#window?.messages ?? [], this.#live());
    if (done.length > 0) this.#deps.turns.forget(done);
    if (this.#reach === undefined && this.#thread?.leaf && this.#window?.ready) {
      this.#reach = setTimeout(() => this.#reachForLeaf(), REACH_MS);
    }
  }

  #reachForLeaf(): void {
    this.#reach = undefined;
    if (this.#thread?.leaf) this.#window?.reachFor(this.#thread.leaf);
  }

  #next(before: ThreadData): ThreadData {
    const messages = shown(this.#sources(), before.messages);
    const onScreen = new Set(messages.map(({ id }) => id));
    const live = this.#live().filter((turn) => onScreen.has(turn.replyId));
    const streams = new Set(live.filter(isRunning).map((turn) => turn.replyId));
    const first = messages[0];
    const next: ThreadData = {
      status: this.#status(),
      thread: kept(before.thread, this.#shownThread()),
      messages,
      running: messages.some(
        ({ id, status }) =>
          status === "streaming" && (streams.has(id) || this.#window?.isAlive(id) === true),
      ),
      hasEarlier: (this.#window?.full ?? false) && first !== undefined && first.parent !== null,
      options: kept(before.options, this.#options()),
      notice: live.findLast((turn) => turn.notice !== null)?.notice ?? null,
    };
    return equal(before, next) ? before : next;
  }

  #status(): ThreadData["status"] {
    if (this.#id === null || this.#pending().length > 0 || this.#live().length > 0) return "ready";
    if (this.#thread === null) return "not-found";
    return this.#thread && this.#window?.ready ? "ready" : "loading";
  }

  #shownThread(): Thread | null {
    const [first] = [...this.#live(), ...this.#pending()];
    return this.#thread ?? (first ? begun(first.request, first.createdAt) : null);
  }

  #options(): Options {
    const { choices, member } = this.#deps;
    if (this.#thread) return pick(this.#thread);
    const asked = this.#pending().at(-1)?.request ?? this.#live().at(-1)?.request;
    const base = asked ? pick(asked) : defaults(member.get(), member.get().preferences);
    return { ...base, ...choices.get().get(this.#id) };
  }

  #sources() {
    const messages: readonly Message[] = this.#window?.messages ?? [];
    return { messages, pending: this.#pending(), live: this.#live(), leaves: this.#leaves() };
  }

  /** What the person chose here, then what is on its way, then what the thread says. */
  #leaves(): (string | null)[] {
    const stored = this.#thread?.leaf ?? null;
    const chosen = this.#chosen;
    const holds = chosen && (stored === chosen.before || stored === chosen.leaf);
    const pending = this.#pending().at(-1);
    return [
      holds ? chosen.leaf : null,
      pending ? shownId(pending) : null,
      this.#live().findLast(isRunning)?.replyId ?? null,
      stored,
    ];
  }

  /** What the next message answers: an answer, always, even one that is still to come. */
  #tip(): string | null {
    const last = this.#state.get().messages.at(-1);
    if (!last) return null;
    return last.role === "assistant" ? last.id : replyIdOf(last.id);
  }

  #turn(threadId: string) {
    return { ...this.#options(), threadId, messageId: newId() };
  }

  #add(request: TurnRequest, fresh: boolean, images: readonly Picture[] = []): void {
    this.#deps.outbox.add(request, fresh, images);
    if (this.#id === null) this.#choose(null);
  }

  #follow(leaf: string): void {
    this.#chosen = { leaf, before: this.#thread?.leaf ?? null };
    this.#publish();
  }

  #choose(options: Options | null): void {
    this.#deps.choices.update((choices) => {
      const next = new Map(choices);
      if (options) next.set(this.#id, options);
      else next.delete(this.#id);
      return next;
    });
  }

  #pending(): Pending[] {
    return this.#deps.outbox.items.get().filter(({ request }) => request.threadId === this.#id);
  }

  #live(): LiveTurn[] {
    return this.#deps.turns.live.get().filter(({ request }) => request.threadId === this.#id);
  }

  #item(messageId: string): Pending | undefined {
    return this.#pending().find((item) => shownId(item) === messageId);
  }

  #find(messageId: string): ShownMessage | undefined {
    return this.#state.get().messages.find(({ id }) => id === messageId);
  }
}

function pick({ agent, model, temperature, maxTokens, effort }: Options): Options {
  return { agent, model, temperature, maxTokens, effort };
}

/** The value as it was where the new one says the same, so that whoever shows it need not again. */
function kept<T extends object | null>(before: T, next: T): T {
  if (before === null || next === null) return next;
  return equal(before, next) ? before : next;
}

/** Whether two values of one shape have the same fields. */
function equal<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(b) as (keyof T)[];
  return keys.length === Object.keys(a).length && keys.every((key) => Object.is(a[key], b[key]));
}
