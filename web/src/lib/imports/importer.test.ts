import { beforeEach, expect, it, vi } from "vitest";
import { TurnError } from "../errors";
import type { Whole } from "../export";
import type { Message, Thread } from "../types";
import { Importer } from "./importer";
import { callsFor, type Piece } from "./pieces";
import type { Export } from "./read";

function thread(id: string, messages: number, size = 10): Whole {
  const head = { id, title: id, leaf: `${id}-0` } as Thread;
  const said = Array.from(
    { length: messages },
    (_, at) =>
      ({ id: `${id}-${at}`, parts: [{ type: "text", text: "x".repeat(size) }] }) as Message,
  );
  return { thread: head, messages: said, images: [] };
}

const found = (...threads: Whole[]): Export => ({ from: "Hearth", threads, notes: [], empty: 0 });
const ask = vi.fn<(name: string, data: Record<string, unknown>) => Promise<object>>();
const pause = vi.fn(() => Promise.resolve());
const store = {
  createPicture: vi.fn(() => Promise.resolve()),
  createNote: vi.fn(() => ({ id: "n", saved: Promise.resolve() })),
  readNotes: vi.fn(() => Promise.resolve([])),
};

const pieces = (call: number) => (ask.mock.calls[call]?.[1].pieces ?? []) as Piece[];
const importer = () =>
  new Importer({
    uid: "u",
    store: store,
    idToken: () => Promise.resolve("t"),
    ask: ask as never,
    pause,
  });
const run = (what: Export, signal = new AbortController().signal) =>
  importer().run(what, () => undefined, signal);

beforeEach(() => {
  vi.clearAllMocks();
  ask.mockImplementation((_, data) => {
    const added = (data.pieces as Piece[]).flatMap(({ messages }) => messages).length;
    return Promise.resolve({ added, known: 0 });
  });
});

it("cuts into calls what one can't take, and tells of a thread with its last messages", () => {
  const calls = callsFor([thread("long", 900), thread("short", 2)]);
  const sizes = calls.map((call) => call.map(({ messages }) => messages.length));
  expect(sizes).toEqual([[400], [400], [100, 2]]);
  expect(calls.map((call) => call.map((piece) => piece.thread?.id))).toEqual([
    [undefined],
    [undefined],
    ["long", "short"],
  ]);
});

it("sends no more at once than the function reads", () => {
  const calls = callsFor([thread("large", 10, 400_000)]);
  for (const call of calls) expect(JSON.stringify(call).length).toBeLessThan(1_300_000);
  expect(callsFor(Array.from({ length: 250 }, (_, at) => thread(`t${at}`, 1)))).toHaveLength(2);
});

it("counts what came in", async () => {
  const outcome = await run(found(thread("a", 3), thread("b", 2)));
  expect(outcome).toMatchObject({ threads: 2, added: 5, known: 0 });
  expect(outcome.refused.size).toBe(0);
});

it("leaves out the one thread that is refused, and says why", async () => {
  ask.mockImplementation((_, data) => {
    const bad = (data.pieces as Piece[]).some(({ threadId }) => threadId === "bad");
    if (bad) return Promise.reject(new TurnError("invalid-argument", "title is missing.", 400));
    return Promise.resolve({ added: 1, known: 0 });
  });
  const outcome = await run(found(thread("a", 1), thread("bad", 1), thread("b", 1)));
  expect(outcome).toMatchObject({ threads: 2, added: 2 });
  expect([...outcome.refused]).toEqual([["title is missing.", 1]]);
});

it("waits when it was too much at once, and goes on with the same", async () => {
  ask.mockRejectedValueOnce(new TurnError("resource-exhausted", "Wait.", 429, 18));
  await run(found(thread("a", 1)));
  expect(pause).toHaveBeenCalledExactlyOnceWith(19);
  expect(pieces(0)).toEqual(pieces(1));
});

it("stops between two calls when it is told to", async () => {
  const stop = new AbortController();
  ask.mockImplementation(() => {
    stop.abort();
    return Promise.resolve({ added: 400, known: 0 });
  });
  const outcome = await run(found(thread("long", 900)), stop.signal);
  expect(ask).toHaveBeenCalledOnce();
  expect(outcome).toMatchObject({ threads: 0, added: 400 });
});

it("brings pictures, and each note once", async () => {
  const picture = { id: "i", mediaType: "image/png", data: "aGk=" };
  const note = { id: "n", text: "Keep", source: null, updatedAt: 1 };
  store.readNotes.mockResolvedValueOnce([{ ...note, text: "Known" }] as never);
  const outcome = await run({
    ...found({ ...thread("a", 1), images: [picture] }),
    notes: [note, note, { ...note, text: "Known" }],
  });
  expect(store.createPicture).toHaveBeenCalledExactlyOnceWith("u", "a", picture);
  expect(store.createNote).toHaveBeenCalledExactlyOnceWith("u", "Keep", null);
  expect(outcome).toMatchObject({ notes: 1, known: 2 });
});
