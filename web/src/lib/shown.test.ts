import { describe, expect, it } from "vitest";
import { type LiveTurn, sending } from "./live";
import type { Pending } from "./outbox";
import { covered, shown, type Sources } from "./shown";
import type { Message, Part, TurnRequest } from "./types";

const text = (value: string): Part[] => [{ type: "text", text: value }];

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
    createdAt: 1_000,
    heartbeatAt: null,
    ...fields,
  };
}

const COMMON = {
  threadId: "t",
  agent: "a",
  model: "p:m",
  temperature: null,
  maxTokens: null,
  effort: null,
};

function send(messageId: string, parent: string | null): TurnRequest {
  return { ...COMMON, messageId, parent, parts: text(`asked ${messageId}`) };
}

function pending(request: TurnRequest, fields: Partial<Pending> = {}): Pending {
  return {
    request,
    fresh: false,
    state: "waiting",
    createdAt: 0,
    attempts: 0,
    notBefore: 0,
    unreached: false,
    error: null,
    sending: false,
    ...fields,
  };
}

function live(request: TurnRequest, fields: Partial<LiveTurn> = {}): LiveTurn {
  return { ...sending(request, null, 0), state: "open", ...fields };
}

function show(sources: Partial<Sources>) {
  return shown({ messages: [], pending: [], live: [], leaves: [null], ...sources });
}

const brief = (messages: ReturnType<typeof show>) =>
  messages.map(({ id, parts, status }) => [id, parts.map((p) => "text" in p && p.text), status]);

const THREAD = [message("u1", null), message("u1-r", "u1")];

describe("a message on its way", () => {
  it("stands at the end of what it answers, though this device's clock is behind", () => {
    const item = pending(send("u2", "u1-r"), { createdAt: 5 });
    const messages = show({ messages: THREAD, pending: [item], leaves: ["u1-r"] });
    expect(messages.map(({ id }) => id)).toEqual(["u1", "u1-r", "u2"]);
    expect(messages.at(-1)?.outbox).toEqual({ state: "waiting", error: null });
  });

  it("is followed by its reply as soon as it is being sent", () => {
    const request = send("u2", "u1-r");
    const messages = show({
      messages: THREAD,
      pending: [pending(request, { sending: true })],
      live: [live(request, { state: "sending" })],
      leaves: ["u1-r"],
    });
    expect(messages.slice(2)).toMatchObject([
      { id: "u2", outbox: { state: "sending" } },
      { id: "u2-r", status: "streaming", outbox: null, parts: [] },
    ]);
  });

  it("stays on screen between the outbox and its document", () => {
    const request = send("u2", "u1-r");
    const before = show({ messages: THREAD, pending: [pending(request)] });
    const between = show({ messages: THREAD, live: [live(request)] });
    const stored = [...THREAD, message("u2", "u1-r", { createdAt: 2_000 })];
    const after = show({ messages: stored, live: [live(request)] });
    expect(before.map(({ id }) => id)).toEqual(["u1", "u1-r", "u2"]);
    expect(between.map(({ id }) => id)).toEqual(["u1", "u1-r", "u2", "u2-r"]);
    expect(after.map(({ id }) => id)).toEqual(["u1", "u1-r", "u2", "u2-r"]);
  });

  it("carries the server's refusal", () => {
    const error = { code: "resource-exhausted", message: "The budget is spent." };
    const item = pending(send("u2", "u1-r"), { state: "refused", error });
    expect(show({ messages: THREAD, pending: [item] }).at(-1)?.outbox).toEqual({
      state: "refused",
      error,
    });
  });

  it("is a sibling of the answer that it regenerates", () => {
    const request: TurnRequest = { ...COMMON, messageId: "x", parent: "u1", regenerate: "u1-r" };
    const messages = show({ messages: THREAD, pending: [pending(request)], leaves: ["x-r"] });
    expect(messages.at(-1)).toMatchObject({
      id: "x-r",
      siblings: ["u1-r", "x-r"],
      status: "streaming",
      outbox: { state: "waiting" },
    });
  });

  it("flags the answer that it continues", () => {
    const request: TurnRequest = { ...COMMON, messageId: "x", parent: "u1", continue: "u1-r" };
    const messages = show({ messages: THREAD, pending: [pending(request)] });
    expect(messages).toHaveLength(2);
    expect(messages[1]?.outbox?.state).toBe("waiting");
  });
});

describe("a reply that streams", () => {
  const request = send("u2", "u1-r");
  const question = message("u2", "u1-r", { createdAt: 2_000 });
  const reply = (value: string, fields: Partial<Message> = {}) =>
    message("u2-r", "u2", {
      parts: text(value),
      status: "streaming",
      createdAt: 2_000,
      heartbeatAt: 2_000,
      ...fields,
    });
  const at = (stored: Message, turn: LiveTurn) =>
    brief(show({ messages: [...THREAD, question, stored], live: [turn] })).at(-1);

  it("shows the stream while it is ahead of the document", () => {
    const turn = live(request, { parts: text("Hello wor") });
    expect(at(reply("Hell"), turn)).toEqual(["u2-r", ["Hello wor"], "streaming"]);
  });

  it("shows the document while it is ahead of the stream", () => {
    const turn = live(request, { parts: text("He"), state: "cut" });
    expect(at(reply("Hello"), turn)).toEqual(["u2-r", ["Hello"], "streaming"]);
  });

  it("is done when the stream says so, before the document does", () => {
    const turn = live(request, { parts: text("Hello."), state: "ended", status: "done" });
    expect(at(reply("Hell"), turn)).toEqual(["u2-r", ["Hello."], "done"]);
  });

  it("is what the document says once that is no longer streaming", () => {
    const turn = live(request, { parts: text("Hello world, and more") });
    const stored = reply("Hello.", { status: "stopped" });
    expect(at(stored, turn)).toEqual(["u2-r", ["Hello."], "stopped"]);
  });

  it("can be forgotten once it has ended and the document has too", () => {
    const ended = live(request, { state: "ended", status: "done" });
    expect(covered([reply("Hello.", { status: "done" })], [ended])).toEqual(["u2"]);
    expect(covered([reply("Hell")], [ended])).toEqual([]);
    expect(covered([reply("Hello.", { status: "done" })], [live(request)])).toEqual([]);
  });
});

describe("a reply that is continued", () => {
  const base = message("u1-r", "u1", {
    parts: text("Once"),
    status: "interrupted",
    heartbeatAt: 1_500,
  });
  const request: TurnRequest = { ...COMMON, messageId: "x", parent: "u1", continue: "u1-r" };
  const turn = { ...live(request, { base, parts: text("Once upon") }), replyId: "u1-r" };
  const at = (reply: Message) =>
    brief(show({ messages: [message("u1", null), reply], live: [turn] }))[1];

  it("streams on, though its document still says that it was interrupted", () => {
    expect(at(base)).toEqual(["u1-r", ["Once upon"], "streaming"]);
  });

  it("is what the document says once that has ended anew", () => {
    const ended = { ...base, parts: text("Once upon a time."), status: "done" as const };
    expect(at({ ...ended, heartbeatAt: 3_000 })).toEqual(["u1-r", ["Once upon a time."], "done"]);
  });
});

describe("what did not change", () => {
  it("stays the same value, so that nothing of it is drawn again", () => {
    const request = send("u2", "u1-r");
    const sources = (value: string): Sources => ({
      messages: THREAD,
      pending: [],
      live: [live(request, { parts: text(value) })],
      leaves: [null],
    });
    const before = shown(sources("a"));
    const after = shown(sources("ab"), before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).toBe(before[2]);
    expect(after[3]).not.toBe(before[3]);
  });

  it("is the same list when nothing changed at all", () => {
    const sources = { messages: THREAD, pending: [], live: [], leaves: [null] };
    const before = shown(sources);
    expect(shown({ ...sources, messages: [...THREAD] }, before)).toBe(before);
  });
});

it("shows the first leaf that there is", () => {
  const messages = [...THREAD, message("v1", null, { createdAt: 9_000 })];
  const ids = (leaves: (string | null)[]) => show({ messages, leaves }).map(({ id }) => id);
  expect(ids(["gone", null, "u1-r", "v1"])).toEqual(["u1", "u1-r"]);
  expect(ids(["gone"])).toEqual(["v1"]);
});
