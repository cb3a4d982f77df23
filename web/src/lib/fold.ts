/**
 * What a reply's parts are after one more chunk of the wire, or after the checkpoints of a running
 * reply. The server's `events.fold` does the same with the events behind the chunks.
 */

import type { Chunk } from "./chunks";
import type { Part, ToolPart } from "./types";

export type TailEntry = { n: number; parts: Part[] };

/** The parts after one more chunk. Never changes `parts`; the same array when nothing changed. */
export function fold(parts: Part[], chunk: Chunk): Part[] {
  switch (chunk.type) {
    case "text-delta":
      return append(parts, { type: "text", text: chunk.delta });
    case "reasoning-delta":
      return append(parts, { type: "reasoning", text: chunk.delta });
    case "reasoning-end":
      return chunk.metadata === null
        ? parts
        : append(parts, { type: "reasoning", text: "", metadata: chunk.metadata });
    case "tool-input-available":
      return [...parts, toolPart(chunk, { state: "input-available" })];
    case "tool-input-error":
      return [...parts, toolPart(chunk, { state: "output-error", errorText: chunk.errorText })];
    case "tool-output-available":
      return withResult(parts, chunk.toolCallId, {
        state: "output-available",
        output: chunk.output,
      });
    case "tool-output-error":
      return withResult(parts, chunk.toolCallId, {
        state: "output-error",
        errorText: chunk.errorText,
      });
    case "source-url":
      return [...parts, { type: "source", url: chunk.url, title: chunk.title }];
    case "start":
    case "start-step":
    case "finish-step":
    case "text-start":
    case "text-end":
    case "reasoning-start":
    case "tool-input-start":
    case "tool-input-delta":
    case "finish":
    case "abort":
    case "error":
    case "data":
      return parts;
    default:
      return chunk satisfies never;
  }
}

/** Parts with the checkpoints of a running reply added, in the order they were written. */
export function foldTail(parts: Part[], tail: TailEntry[]): Part[] {
  const entries = [...tail].sort((a, b) => a.n - b.n);
  return entries.flatMap((entry) => entry.parts).reduce(addCheckpoint, parts);
}

function addCheckpoint(parts: Part[], added: Part): Part[] {
  if (added.type !== "tool") return append(parts, added);
  const at = parts.findIndex(
    (part) => part.type === "tool" && part.toolCallId === added.toolCallId,
  );
  return at === -1 ? [...parts, added] : parts.with(at, added);
}

/** Text goes on in the part before it, and so does reasoning until it is signed. */
function append(parts: Part[], added: Part): Part[] {
  const last = parts.at(-1);
  if (last?.type === "text" && added.type === "text") {
    return [...parts.slice(0, -1), { type: "text", text: last.text + added.text }];
  }
  if (last?.type === "reasoning" && added.type === "reasoning" && !last.metadata) {
    return [...parts.slice(0, -1), { ...added, text: last.text + added.text }];
  }
  return [...parts, added];
}

type Call = { toolCallId: string; toolName: string; input: unknown };
type Result = Pick<ToolPart, "state" | "output" | "errorText">;

function toolPart({ toolCallId, toolName, input }: Call, result: Result): ToolPart {
  return { type: "tool", toolCallId, toolName, input, ...result };
}

function withResult(parts: Part[], toolCallId: string, result: Result): Part[] {
  return parts.map((part) =>
    part.type === "tool" && part.toolCallId === toolCallId ? toolPart(part, result) : part,
  );
}

/**
 * How far a reply has come: rises with every event that changes it, so that of two views of one
 * reply the one with the greater extent is the newer.
 */
export function extent(parts: Part[]): number {
  return parts.reduce((sum, part) => sum + extentOf(part), 0);
}

function extentOf(part: Part): number {
  switch (part.type) {
    case "text":
      return 1 + part.text.length;
    case "reasoning":
      return 1 + part.text.length + (part.metadata ? 1 : 0);
    case "tool":
      return part.state === "input-available" ? 1 : 2;
    case "image":
    case "source":
      return 1;
    default:
      return part satisfies never;
  }
}
