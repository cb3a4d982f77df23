import { describe, expect, it } from "vitest";
import { pictureOf, proposalOf } from "./tool-output";
import type { ToolPart } from "./types";

function call(toolName: string, output: unknown): ToolPart {
  return { type: "tool", toolCallId: "c1", toolName, state: "output-available", input: {}, output };
}

describe("proposalOf", () => {
  it("reads a new note and a change", () => {
    const fresh = { id: "n1", before: null, text: "New." };
    const change = { id: "n1", before: "Old.", text: "New." };
    expect(proposalOf(call("notes", { proposal: fresh }))).toEqual(fresh);
    expect(proposalOf(call("notes", { proposal: change }))).toEqual(change);
  });

  it.each([
    ["another tool's", call("shop_notes", { proposal: { id: "n1", before: null, text: "x" } })],
    ["one that failed", { ...call("notes", undefined), state: "output-error" as const }],
    ["a search", call("notes", { notes: [] })],
    ["one without a text", call("notes", { proposal: { id: "n1", text: 7 } })],
    ["a text", call("notes", "proposal")],
  ])("finds none in %s", (_, part) => {
    expect(proposalOf(part)).toBeNull();
  });
});

describe("pictureOf", () => {
  it("reads the picture that was made", () => {
    const image = { imageId: "i1", mediaType: "image/jpeg" };
    expect(pictureOf(call("image", { image }))).toEqual({ type: "image", ...image });
  });

  it.each([
    ["another tool's", call("shop_image", { image: { imageId: "i1", mediaType: "image/png" } })],
    ["nothing", call("image", null)],
  ])("finds none in %s", (_, part) => {
    expect(pictureOf(part)).toBeNull();
  });
});
