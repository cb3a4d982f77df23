import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Cell } from "./cell";
import { FakeStore } from "./fake-store";
import { newId } from "./ids";
import { NO_MEMBER } from "./nothing";
import { Outbox } from "./outbox";
import { ThreadStore } from "./thread";
import { Turns } from "./turns";
import type { Message, Options, Part, Thread, TurnRequest } from "./types";

const text = (value: string): Part[] => [{ type: "text", text: value }];
const OPTIONS: Options = {
  agent: "a",
  model: "p:m",
  temperature: null,
  maxTokens: null,
  effort: null,
};
const NOW = Date.UTC(2026, 0, 1);

function message(id: string, parent: string | null, fields: Partial<Message> = {}): Message {
  return {
    id,
    role: id.endsWith("-r") ? "assistant" : "user",
    parts: text(id),
    parent,
    status: "done",
    agent: "a",
    model: "p:m",
    usage: null,
    error: null,
    createdAt: 1,
    heartbeatAt: null,
    ...fields,
  };
}

const THREAD: Thread = {
  ...OPTIONS,
  id: "t",
  title: "A thread",
  pinned: false,
  archived: false,
  leaf: "u1-r",
  seenAt: null,
  createdAt: 1,
  updatedAt: 1,
};
const MESSAGES = [message("u1", null), message("u1-r", "u1")];

let store: FakeStore;
let outbox: Outbox;
let choices: Cell<ReadonlyMap<string | null, Partial<Options>>>;
let open: (id: string | null) => ThreadStore;
let sent: TurnRequest[];
let ends: (() => void)[];
let online: boolean;
let admitted: Cell<boolean>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: NOW });
  store = new FakeStore();
  sent = [];
  ends = [];
  admitted = new Cell(true);
  choices = new Cell(new Map());
  const uid = newId();
  const turns = new Turns({
    idToken: () => Promise.resolve("token"),
    readMessage: () => Promise.resolve(null),
    stopReply: () => Promise.resolve(),
  });
  const post = (request: TurnRequest) => {
    sent.push(request);
    return new Promise<void>(() => undefined);
  };
  // Offline unless a test says otherwise: what is sent waits in the outbox.
  online = false;
  outbox = new Outbox(uid, post, () => false, {
    now: Date.now,
    random: () => 1,
    online: () => online,
    exclusively: (_name, work) => work(),
  });
  open = (id) => {
    const member = new Cell(NO_MEMBER);
    const deps = { uid, store, outbox, turns, member, choices, admitted };
    const thread = new ThreadStore(id, deps);
    ends.push(thread.state.subscribe(() => undefined));
    return thread;
  };
});

afterEach(() => {
  for (const end of ends) end();
  outbox.close();
  vi.useRealTimers();
});

const ids = (thread: ThreadStore) => thread.state.get().messages.map(({ id }) => id);

describe("a stored thread", () => {
  let thread: ThreadStore;

  beforeEach(() => {
    thread = open("t");
    store.tell({ thread: THREAD, messages: MESSAGES });
  });

  it("is loading until it and its messages are heard", () => {
    const other = open("t");
    expect(other.state.get().status).toBe("loading");
    store.tell();
    expect(other.state.get()).toMatchObject({ status: "ready", thread: THREAD, options: OPTIONS });
    expect(ids(other)).toEqual(["u1", "u1-r"]);
  });

  it("is dropped, and no longer listened to, while the member is not admitted", () => {
    admitted.set(false);
    expect(store.listening).toBe(0);
    expect(thread.state.get()).toMatchObject({ status: "loading", thread: null, messages: [] });
    admitted.set(true);
    store.tell();
    expect(thread.state.get().status).toBe("ready");
  });

  it("is not found when the server has none", () => {
    store.tell({ thread: null, messages: [] });
    expect(thread.state.get().status).toBe("not-found");
  });

  it("sends what answers the last answer", async () => {
    online = true;
    expect(thread.send(text("More"))).toBe("t");
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ ...OPTIONS, threadId: "t", parent: "u1-r" });
    expect(ids(thread)).toEqual(["u1", "u1-r", sent[0]?.messageId]);
  });

  it("sends a second message after the answer that is still to come", () => {
    thread.send(text("More"));
    thread.send(text("And more"));
    const [first, second] = outbox.items.get().map(({ request }) => request);
    expect(second?.parent).toBe(`${first?.messageId ?? ""}-r`);
    expect(ids(thread)).toHaveLength(4);
  });

  it("edits by sending a sibling, and shows it", () => {
    thread.edit("u1", text("Better"));
    const request = outbox.items.get()[0]?.request;
    expect(request).toMatchObject({ parent: null, parts: text("Better") });
    expect(ids(thread)).toEqual([request?.messageId]);
    expect(thread.state.get().messages[0]?.siblings).toEqual(["u1", request?.messageId]);
  });

  it("regenerates with another model, beside the old answer", () => {
    thread.regenerate("u1-r", "p:other");
    const request = outbox.items.get()[0]?.request;
    expect(request).toMatchObject({ regenerate: "u1-r", parent: "u1", model: "p:other" });
    expect(ids(thread)).toEqual(["u1", `${request?.messageId ?? ""}-r`]);
  });

  it("continues an answer in its place", () => {
    thread.continueReply("u1-r");
    expect(outbox.items.get()[0]?.request).toMatchObject({ continue: "u1-r", parent: "u1" });
    expect(ids(thread)).toEqual(["u1", "u1-r"]);
  });

  it("sends what the person said of the calls that wait along with going on", () => {
    thread.continueReply("u1-r", { c1: "once", c2: "decline" });
    expect(outbox.items.get()[0]?.request).toMatchObject({
      continue: "u1-r",
      approvals: { c1: "once", c2: "decline" },
    });
  });

  it("returns to the stored branch when an edit is discarded", () => {
    thread.edit("u1", text("Better"));
    const id = outbox.items.get()[0]?.request.messageId ?? "";
    thread.discard(id);
    expect(ids(thread)).toEqual(["u1", "u1-r"]);
  });

  it("edits what waits in the outbox in its place", () => {
    thread.send(text("Mroe"));
    thread.edit(ids(thread).at(-1) ?? "", text("More"));
    expect(outbox.items.get().map(({ request }) => request)).toMatchObject([
      { parent: "u1-r", parts: text("More") },
    ]);
    expect(ids(thread)).toHaveLength(3);
  });

  it("shows another branch down to its newest leaf, and stores that", () => {
    const other = [message("u1b", null, { createdAt: 2 }), message("u1b-r", "u1b")];
    store.tell({ messages: [...MESSAGES, ...other] });
    thread.show("u1b");
    expect(ids(thread)).toEqual(["u1b", "u1b-r"]);
    expect(store.updates).toEqual([["t", { leaf: "u1b-r" }]]);
    thread.show("u1");
    expect(ids(thread)).toEqual(["u1", "u1-r"]);
  });

  it("follows the leaf that another device has chosen since", () => {
    const other = [message("u1b", null, { createdAt: 2 }), message("u1b-r", "u1b")];
    store.tell({ messages: [...MESSAGES, ...other] });
    thread.show("u1b");
    store.tell({ thread: { ...THREAD, leaf: "u1-r" } });
    store.tell({ thread: { ...THREAD, leaf: "u1" } });
    expect(ids(thread)).toEqual(["u1", "u1-r"]);
  });

  it("stores changed options with the thread", () => {
    thread.setOptions({ temperature: 0.4 });
    expect(store.updates).toEqual([["t", { ...OPTIONS, temperature: 0.4 }]]);
    expect(thread.state.get().options.temperature).toBe(0.4);
  });

  it("stays the same value when nothing changed", () => {
    const before = thread.state.get();
    store.tell({ messages: [...MESSAGES] });
    expect(thread.state.get()).toBe(before);
  });
});

describe("a reply that grows elsewhere", () => {
  const reply = (fields: Partial<Message>) =>
    message("u1-r", "u1", { status: "streaming", heartbeatAt: NOW, ...fields });
  let thread: ThreadStore;

  beforeEach(() => {
    thread = open("t");
    store.tell({ thread: THREAD, messages: [message("u1", null), reply({})] });
  });

  it("runs while its heartbeat moves", () => {
    for (let at = NOW; at < NOW + 60_000; at += 10_000) {
      vi.advanceTimersByTime(10_000);
      store.tell({ messages: [message("u1", null), reply({ heartbeatAt: at })] });
      expect(thread.state.get().running).toBe(true);
    }
    expect(store.interrupted).toEqual([]);
  });

  it("is marked interrupted, once, when there is no sign of life for 30 seconds", () => {
    vi.advanceTimersByTime(29_000);
    expect(store.interrupted).toEqual([]);
    expect(thread.state.get().running).toBe(true);
    vi.advanceTimersByTime(11_000);
    expect(store.interrupted).toEqual(["u1-r"]);
    expect(thread.state.get().running).toBe(false);
  });

  it("is marked at first sight when it died long ago", () => {
    const dead = reply({ heartbeatAt: NOW - 3_600_000 });
    store.tell({ messages: [message("u1", null), dead] });
    expect(store.interrupted).toEqual(["u1-r"]);
    expect(thread.state.get().running).toBe(false);
  });

  it("is stopped through its document", () => {
    thread.stop();
    expect(store.stopped).toEqual(["u1-r"]);
  });
});

describe("a new thread", () => {
  it("gets its id at the first send, and is on screen under it at once", () => {
    const fresh = open(null);
    fresh.setOptions({ agent: "b", model: "p:n" });
    const id = fresh.send(text("Hello there"));
    const thread = open(id);
    expect(thread.state.get()).toMatchObject({
      status: "ready",
      thread: { id, title: "Hello there", agent: "b", model: "p:n" },
      options: { agent: "b", model: "p:n" },
    });
    expect(thread.state.get().messages).toHaveLength(1);
    expect(fresh.state.get()).toMatchObject({ status: "ready", messages: [] });
  });

  it("is listened to only once the server may have it", () => {
    const id = open(null).send(text("Hello"));
    open(id);
    expect(store.listening).toBe(0);
    outbox.discard(outbox.items.get()[0]?.request.messageId ?? "");
    expect(store.listening).toBe(2);
  });

  it("does not keep the options of the one before it", () => {
    const fresh = open(null);
    fresh.setOptions({ agent: "b", model: "p:n" });
    fresh.send(text("Hello"));
    expect(fresh.state.get().options.agent).toBe("");
  });
});

describe("a long thread", () => {
  const LONG = Array.from({ length: 200 }, (_, at) =>
    message(
      at % 2 ? `u${at - 1}-r` : `u${at}`,
      at === 0 ? null : at % 2 ? `u${at - 1}` : `u${at - 2}-r`,
      { createdAt: at },
    ),
  );

  it("shows its newest messages, and older ones when asked", () => {
    const thread = open("t");
    store.tell({ thread: { ...THREAD, leaf: "u198-r" }, messages: LONG });
    expect(thread.state.get()).toMatchObject({ hasEarlier: true });
    expect(ids(thread)).toHaveLength(20);
    for (const more of [40, 80, 160, 200]) {
      thread.loadEarlier();
      store.tell();
      expect(ids(thread)).toHaveLength(more);
    }
    expect(thread.state.get().hasEarlier).toBe(false);
  });

  it("asks for its messages first: each question is a round trip, and the list knows the thread", () => {
    open("t");
    expect(store.asked).toEqual(["messages", "thread"]);
  });

  it("hears the thread and one list, however often it grew, and nothing once closed", () => {
    const thread = open("t");
    store.tell({ thread: { ...THREAD, leaf: "u198-r" }, messages: LONG });
    thread.loadEarlier();
    store.tell();
    expect(store.listening).toBe(2);
    thread.close();
    expect(store.listening).toBe(0);
  });
});
