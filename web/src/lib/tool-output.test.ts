import { describe, expect, it } from "vitest";
import { picturesOf, proposalOf, toldOf } from "./tool-output";
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

describe("picturesOf", () => {
  const image = { imageId: "i1", mediaType: "image/jpeg" };
  const shown = { type: "image", ...image };

  it("reads the picture that was made, and those that a service brought", () => {
    expect(picturesOf(call("image", { image }))).toEqual([shown]);
    const brought = call("maps_draw", { told: "Here.", pictures: [image, { imageId: 7 }, image] });
    expect(picturesOf(brought)).toEqual([shown, shown]);
    expect(toldOf(brought)).toBe("Here.");
  });

  it("shows no more than the server keeps", () => {
    expect(picturesOf(call("x", { told: "", pictures: Array(9).fill(image) }))).toHaveLength(4);
  });

  it.each([
    ["another tool's", call("shop_image", { image: { imageId: "i1", mediaType: "image/png" } })],
    ["nothing", call("image", null)],
    ["one of another place", call("image", { image: { ...image, imageId: "../i1" } })],
    ["what only looks like it", call("x", { told: "", pictures: [image], more: 1 })],
    ["one that failed", { ...call("image", { image }), state: "output-error" as const }],
  ])("finds none in %s", (_, part) => {
    expect(picturesOf(part)).toEqual([]);
    expect(toldOf(part)).toBe(part.output);
  });
});
