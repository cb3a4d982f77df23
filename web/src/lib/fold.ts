/**
 * What a reply's parts are after one more chunk of the wire, or after the checkpoints of a running
 * reply. The server's `events.fold` does the same with the events behind the chunks.
 */

import { type Chunk, decodeApproval, isFields } from "./chunks";
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
    case "tool-input-start":
      return [...parts, toolPart({ ...chunk, input: "" }, { state: "input-streaming" })];
    case "tool-input-delta":
      return withInput(parts, chunk.toolCallId, chunk.inputTextDelta);
    case "tool-input-available":
      return withCall(parts, toolPart(chunk, { state: "input-available" }));
    case "tool-input-error":
      return withCall(
        parts,
        toolPart(chunk, { state: "output-error", errorText: chunk.errorText }),
      );
    case "tool-approval-request":
      return withResult(parts, chunk.toolCallId, { state: "approval-requested" });
    case "tool-output-denied":
      return withResult(parts, chunk.toolCallId, { state: "output-denied" });
    case "tool-output-available":
      return withResult(parts, chunk.toolCallId, {
        state: chunk.preliminary ? "input-available" : "output-available",
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
    case "finish":
    case "abort":
    case "error":
      return parts;
    case "data":
      return chunk.name === "approval" ? withApproval(parts, chunk.data) : parts;
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

function isBegun(part: Part, toolCallId: string): part is ToolPart {
  return part.type === "tool" && part.toolCallId === toolCallId && part.state === "input-streaming";
}

function withInput(parts: Part[], toolCallId: string, delta: string): Part[] {
  return parts.map((part) =>
    isBegun(part, toolCallId) && typeof part.input === "string"
      ? { ...part, input: part.input + delta }
      : part,
  );
}

/** A complete call takes the place of the one that was streamed. */
function withCall(parts: Part[], call: ToolPart): Part[] {
  const at = parts.findIndex((part) => isBegun(part, call.toolCallId));
  return at === -1 ? [...parts, call] : parts.with(at, call);
}

function withApproval(parts: Part[], data: unknown): Part[] {
  const approval = decodeApproval(data);
  if (!approval || !isFields(data)) return parts;
  return parts.map((part) =>
    part.type === "tool" && part.toolCallId === data.toolCallId ? { ...part, approval } : part,
  );
}

type Call = { toolCallId: string; toolName: string; input: unknown };
type Result = Pick<ToolPart, "state" | "output" | "errorText">;

function toolPart({ toolCallId, toolName, input }: Call, result: Result): ToolPart {
  return { type: "tool", toolCallId, toolName, input, ...result };
}

/** What is asked is there only while it is. */
function asked(part: ToolPart, { state }: Result): Pick<ToolPart, "approval"> {
  return state === "approval-requested" && part.approval ? { approval: part.approval } : {};
}

function withResult(parts: Part[], toolCallId: string, result: Result): Part[] {
  return parts.map((part) =>
    part.type === "tool" && part.toolCallId === toolCallId
      ? { ...toolPart(part, result), ...asked(part, result) }
      : part,
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
      return extentOfCall(part);
    case "image":
    case "source":
      return 1;
    default:
      return part satisfies never;
  }
}

/** How much of its output a running call has told; it only grows. */
function soFar(output: unknown): number {
  if (output === undefined) return 0;
  return 1 + (typeof output === "string" ? output : JSON.stringify(output)).length;
}

/** More than the text of a call that is still written, or of its output so far, can ever be. */
const WRITTEN = 10_000_000;

function extentOfCall({ state, input, output, approval }: ToolPart): number {
  switch (state) {
    case "input-streaming":
      return 1 + String(input).length;
    case "input-available":
      return WRITTEN + (approval ? 1 : 0) + soFar(output);
    case "approval-requested":
      return 2 * WRITTEN;
    case "output-available":
    case "output-error":
    case "output-denied":
      return 2 * WRITTEN + 1;
    default:
      return state satisfies never;
  }
}
