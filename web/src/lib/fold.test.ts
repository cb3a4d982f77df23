import { describe, expect, it } from "vitest";
import turns from "../../../tests/fixtures/turns.json";
import { parseChunk } from "./chunks";
import { decodePart } from "./decode";
import { extent, fold, foldTail } from "./fold";
import type { Part } from "./types";

/** The wire carries no metadata but whether reasoning is signed. */
function bare(part: Part): unknown {
  if (part.type !== "reasoning") return part;
  return { type: part.type, text: part.text, signed: part.metadata !== undefined };
}

function parsed<T>(value: T | null): T {
  if (value === null) throw new Error("The fixture holds something unknown.");
  return value;
}

const cases = turns.map(({ name, chunks, parts }) => ({
  name,
  chunks: chunks.map((chunk) => parsed(parseChunk(chunk))),
  parts: parts.map((part) => parsed(decodePart(part))),
}));

describe("fold", () => {
  it.each(cases)("makes the parts that the server stores: $name", ({ chunks, parts }) => {
    const folded = chunks.reduce<Part[]>(fold, []);
    expect(folded.map(bare)).toEqual(parts.map(bare));
  });

  it.each(cases)("never changes what it was given: $name", ({ chunks }) => {
    chunks.reduce<Part[]>((parts, chunk) => {
      const before = structuredClone(parts);
      const after = fold(parts, chunk);
      expect(parts).toEqual(before);
      return after;
    }, []);
  });

  it.each(cases)("makes the extent rise with every change: $name", ({ chunks }) => {
    chunks.reduce<Part[]>((parts, chunk) => {
      const after = fold(parts, chunk);
      const grown = JSON.stringify(after) !== JSON.stringify(parts);
      expect(extent(after) > extent(parts)).toBe(grown);
      return after;
    }, []);
  });
});

describe("foldTail", () => {
  it("adds checkpoints in the order of their numbers, whatever order they come in", () => {
    const tail = [
      { n: 2, parts: [{ type: "text", text: "c" } as const] },
      { n: 1, parts: [{ type: "text", text: "b" } as const] },
    ];
    expect(foldTail([{ type: "text", text: "a" }], tail)).toEqual([{ type: "text", text: "abc" }]);
  });

  it("replaces a tool call by its result", () => {
    const call = {
      type: "tool",
      toolCallId: "c1",
      toolName: "add",
      state: "input-available",
      input: 1,
    } as const;
    const result = { ...call, state: "output-available", output: 3 } as const;
    const tail = [{ n: 1, parts: [{ type: "text", text: "Sum:" } as const, result] }];
    expect(foldTail([call], tail)).toEqual([result, { type: "text", text: "Sum:" }]);
  });

  it("adds nothing to reasoning that is signed", () => {
    const signed = { type: "reasoning", text: "One.", metadata: { a: 1 } } as const;
    const tail = [{ n: 1, parts: [{ type: "reasoning", text: "Two." } as const] }];
    expect(foldTail([signed], tail)).toEqual([signed, { type: "reasoning", text: "Two." }]);
  });
});
