/** The chunks of the AI SDK UI message stream, version 1, as the server sends them. */

import type { Approval } from "./types";

export type Chunk =
  | { type: "start"; messageId: string }
  | { type: "start-step" }
  | { type: "finish-step" }
  | { type: "text-start"; id: string }
  | { type: "text-delta"; id: string; delta: string }
  | { type: "text-end"; id: string }
  | { type: "reasoning-start"; id: string }
  | { type: "reasoning-delta"; id: string; delta: string }
  /** `metadata` is there when the reasoning is signed, and then it takes no more text. */
  | { type: "reasoning-end"; id: string; metadata: Record<string, unknown> | null }
  | { type: "tool-input-start"; toolCallId: string; toolName: string }
  | { type: "tool-input-delta"; toolCallId: string; inputTextDelta: string }
  | { type: "tool-input-available"; toolCallId: string; toolName: string; input: unknown }
  | {
      type: "tool-input-error";
      toolCallId: string;
      toolName: string;
      input: unknown;
      errorText: string;
    }
  /** What is asked comes before it, as `data-approval`. */
  | { type: "tool-approval-request"; toolCallId: string }
  | { type: "tool-output-denied"; toolCallId: string }
  /** A preliminary output is what there is so far. */
  | { type: "tool-output-available"; toolCallId: string; output: unknown; preliminary: boolean }
  | { type: "tool-output-error"; toolCallId: string; errorText: string }
  | { type: "source-url"; url: string; title: string }
  | { type: "finish"; finishReason: string }
  | { type: "abort" }
  | { type: "error"; errorText: string }
  /** `data-usage` and the like: `name` is what follows the dash. */
  | { type: "data"; name: string; data: unknown };

type Fields = Record<string, unknown>;

/** A chunk from the JSON of one server-sent event; `null` for a type this client does not know. */
export function parseChunk(value: unknown): Chunk | null {
  if (!isFields(value)) return null;
  const { type } = value;
  if (typeof type !== "string") return null;
  if (type.startsWith("data-")) return { type: "data", name: type.slice(5), data: value.data };
  return known(type, value);
}

function known(type: string, from: Fields): Chunk | null {
  const id = text(from.id);
  const toolCallId = text(from.toolCallId);
  const toolName = text(from.toolName);
  switch (type) {
    case "start":
      return { type, messageId: text(from.messageId) };
    case "start-step":
    case "finish-step":
    case "abort":
      return { type };
    case "text-start":
    case "text-end":
    case "reasoning-start":
      return { type, id };
    case "text-delta":
    case "reasoning-delta":
      return { type, id, delta: text(from.delta) };
    case "reasoning-end":
      return { type, id, metadata: isFields(from.providerMetadata) ? from.providerMetadata : null };
    case "tool-input-start":
      return { type, toolCallId, toolName };
    case "tool-input-delta":
      return { type, toolCallId, inputTextDelta: text(from.inputTextDelta) };
    case "tool-input-available":
      return { type, toolCallId, toolName, input: from.input };
    case "tool-input-error":
      return { type, toolCallId, toolName, input: from.input, errorText: text(from.errorText) };
    case "tool-approval-request":
    case "tool-output-denied":
      return { type, toolCallId };
    case "tool-output-available":
      return { type, toolCallId, output: from.output, preliminary: from.preliminary === true };
    case "tool-output-error":
      return { type, toolCallId, errorText: text(from.errorText) };
    case "source-url":
      return { type, url: text(from.url), title: text(from.title) };
    case "finish":
      return { type, finishReason: text(from.finishReason) };
    case "error":
      return { type, errorText: text(from.errorText) };
    default:
      return null;
  }
}

/** What the person is asked about a call, of the wire or of a document. */
export function decodeApproval(value: unknown): Approval | null {
  if (!isFields(value) || typeof value.subject !== "string") return null;
  return { subject: value.subject, lasting: value.lasting === true };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
