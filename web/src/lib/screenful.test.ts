import { describe, expect, it } from "vitest";
import { screenful } from "./screenful";
import type { ShownMessage } from "./types";

const PHONE = [412, 740] as const;

function messages(length: number, count = 40): ShownMessage[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `m${at}`,
    role: at % 2 === 0 ? "user" : "assistant",
    parts: [{ type: "text", text: "x".repeat(length) }],
    parent: at === 0 ? null : `m${at - 1}`,
    status: "done",
    agent: "a",
    model: "p:m",
    usage: null,
    error: null,
    createdAt: at,
    heartbeatAt: null,
    siblings: [],
    outbox: null,
  }));
}

describe("what fills the screen", () => {
  it.each([
    [4_000, 1],
    [270, 5],
    [2, 9],
  ])("of messages of %i characters, are the last %i", (length, count) => {
    const all = messages(length);
    expect(screenful(all, ...PHONE)).toEqual(all.slice(-count));
  });

  it("is all of a short thread", () => {
    const all = messages(20, 3);
    expect(screenful(all, ...PHONE)).toEqual(all);
    expect(screenful([], ...PHONE)).toEqual([]);
  });
});
