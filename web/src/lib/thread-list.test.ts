import { expect, it } from "vitest";
import { Cell } from "./cell";
import { fakeThread } from "./fake-thread";
import type { Listener } from "./firestore";
import { begun, merged, ThreadList } from "./thread-list";
import type { Thread, TurnRequest } from "./types";

const OPTIONS = { agent: "a", model: "p:m", temperature: null, maxTokens: null, effort: null };

const thread = (id: string, pinned = false) => fakeThread(id, { pinned });
const request = (threadId: string, text = "Hi"): TurnRequest => ({
  ...OPTIONS,
  threadId,
  messageId: "m",
  parent: null,
  parts: [{ type: "text", text }],
});

it("puts a thread that begins only now below the pinned ones and above the rest", () => {
  const fresh = [{ request: request("new"), createdAt: 1 }];
  const threads = merged([thread("pin", true), thread("old")], fresh);
  expect(threads.map(({ id }) => id)).toEqual(["pin", "new", "old"]);
});

it("shows a thread once, as it is stored, when it is on its way too", () => {
  const fresh = [1, 2].map((createdAt) => ({ request: request("t"), createdAt }));
  expect(merged([thread("t")], fresh)).toEqual([thread("t")]);
  expect(merged([], fresh)).toHaveLength(1);
});

it("calls a thread that begins by its first words, in one line", () => {
  expect(begun(request("t", " Hello\n  there "), 5)).toMatchObject({
    title: "Hello there",
    updatedAt: 5,
  });
  expect(begun(request("t", "x".repeat(100)), 5).title).toHaveLength(60);
  expect(begun(request("t", " "), 5).title).toBe("New thread");
});

it("grows by what is new: a thread that did not change stays the same value", () => {
  const heard: Listener<Thread[]>[] = [];
  const list = new ThreadList({
    uid: "u",
    archived: false,
    store: {
      watchThreads: (_uid, _archived, _size, listener) => {
        heard.push(listener);
        return () => undefined;
      },
      updateThread: () => Promise.resolve(),
      deleteThread: () => Promise.resolve(),
    },
    outbox: { items: new Cell([]), discardThread: () => undefined },
    live: new Cell([]),
    admitted: new Cell(true),
  });
  const stop = list.state.subscribe(() => undefined);
  const page = (count: number) => Array.from({ length: count }, (_, at) => thread(`t${at}`));
  heard[0]?.next(page(30));
  const before = list.state.get().threads;
  list.loadMore();
  heard[1]?.next([{ ...thread("t0"), title: "Renamed" }, ...page(60).slice(1)]);
  const after = list.state.get().threads;
  expect(after).toHaveLength(60);
  expect(after[0]).toMatchObject({ title: "Renamed" });
  expect(after.slice(1, 30).every((each, at) => each === before[at + 1])).toBe(true);
  stop();
  list.close();
});
