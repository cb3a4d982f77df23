import { expect, it } from "vitest";
import { begun, merged } from "./thread-list";
import type { Thread, TurnRequest } from "./types";

const OPTIONS = { agent: "a", model: "p:m", temperature: null, maxTokens: null, effort: null };

const thread = (id: string, pinned = false): Thread => ({
  ...OPTIONS,
  id,
  title: id,
  pinned,
  archived: false,
  leaf: null,
  seenAt: null,
  createdAt: 0,
  updatedAt: 0,
});
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
