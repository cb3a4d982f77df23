import { expect, it } from "vitest";
import { parseChunk } from "./chunks";

it("reads a chunk of a known type", () => {
  expect(parseChunk({ type: "text-delta", id: "1", delta: "a", extra: 1 })).toEqual({
    type: "text-delta",
    id: "1",
    delta: "a",
  });
});

it("passes data on under its name", () => {
  const chunk = parseChunk({ type: "data-budget", data: { leftUsd: 1 } });
  expect(chunk).toEqual({ type: "data", name: "budget", data: { leftUsd: 1 } });
});

it.each([null, 3, "text", [], {}, { type: 7 }, { type: "text-sparkle" }])(
  "ignores what it does not know: %j",
  (value) => expect(parseChunk(value)).toBeNull(),
);
