/**
 * Firestore documents as the client's values. A console edit can leave anything in a field, so a
 * field that can't be read gets a harmless value, and a document that makes no sense without it is
 * skipped and reported once.
 */

import { words } from "@/words";
import { decodeApproval, isFields } from "./chunks";
import { reportOnce } from "./errors";
import { foldTail, type TailEntry } from "./fold";
import { EFFORTS } from "./types";
import type {
  Agent,
  ErrorBody,
  Message,
  Model,
  Note,
  Part,
  PersonalAgent,
  Picture,
  ProviderName,
  ProviderStatus,
  Status,
  Thread,
  Token,
  ToolPart,
  Usage,
} from "./types";
import { visible } from "./visible";

/** A document: its path below the database, for reports, its id, and its fields. */
export type Doc = { path: string; id: string; fields: Record<string, unknown> };

export const PROVIDERS: readonly ProviderName[] = [
  "anthropic",
  "openai",
  "google",
  "cohere",
  "mistral",
  "llama",
];
const STATUSES: readonly Status[] = ["streaming", "done", "stopped", "interrupted", "error"];
const TOOL_STATES: readonly ToolPart["state"][] = [
  "input-streaming",
  "input-available",
  "approval-requested",
  "output-available",
  "output-error",
  "output-denied",
];

/** What the rules let in: none of them can carry a script. */
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"] as const;

/** The account as its document describes it. */
export type Account = { agents: string[]; suspended: boolean };

export function decodeAccount({ fields }: Doc): Account {
  // As on the server: only a clear "no" lets a member in.
  const suspended = fields.suspended !== undefined && fields.suspended !== false;
  return { agents: texts(fields.agents).filter((id) => /^[^/]+$/.test(id)), suspended };
}

export function decodeAgent({ id, fields }: Doc): Agent {
  return {
    id,
    name: visible(text(fields.name)) || id,
    description: visible(text(fields.description)),
    emoji: text(fields.emoji),
    starters: texts(fields.starters),
    models: texts(fields.models),
    model: text(fields.model),
    temperature: number(fields.temperature),
    maxTokens: number(fields.maxTokens),
    tools: texts(fields.tools),
    enabled: fields.enabled === undefined || fields.enabled === true,
  };
}

export function decodePersonalAgent(doc: Doc): PersonalAgent {
  return { ...decodeAgent(doc), prompt: text(doc.fields.prompt) };
}

export function decodeToken({ id, fields }: Doc): Token {
  return {
    id,
    label: text(fields.label) || "A token",
    ending: text(fields.ending),
    createdAt: time(fields.createdAt) ?? 0,
    expiresAt: time(fields.expiresAt),
    usedAt: time(fields.lastUsedAt),
  };
}

export function decodeModel(doc: Doc): Model | null {
  const { id, fields } = doc;
  const provider = oneOf(PROVIDERS, fields.provider);
  const contextTokens = number(fields.contextTokens);
  const maxOutputTokens = number(fields.maxOutputTokens);
  if (!provider || !contextTokens || !maxOutputTokens) {
    return skip(doc, "provider, contextTokens or maxOutputTokens");
  }
  return {
    id,
    provider,
    name: text(fields.name),
    label: text(fields.label) || id,
    contextTokens,
    maxOutputTokens,
    price: price(fields.price),
    images: fields.images === true,
    tools: fields.tools === true,
    reasoning: fields.reasoning === true,
    temperature: range(fields.temperature),
    enabled: fields.enabled === true,
    order: number(fields.order) ?? 0,
  };
}

export function decodeThread({ id, fields }: Doc): Thread {
  const createdAt = time(fields.createdAt) ?? 0;
  return {
    id,
    title: text(fields.title) || words.common.newThread,
    agent: text(fields.agent),
    model: text(fields.model),
    temperature: number(fields.temperature),
    maxTokens: number(fields.maxTokens),
    effort: oneOf(EFFORTS, fields.effort),
    pinned: fields.pinned === true,
    archived: fields.archived === true,
    leaf: text(fields.leaf) || null,
    createdAt,
    updatedAt: time(fields.updatedAt) ?? createdAt,
    seenAt: time(fields.seenAt),
  };
}

export function decodeMessage(doc: Doc): Message | null {
  const { id, fields } = doc;
  const role = oneOf(["user", "assistant"] as const, fields.role);
  const status = oneOf(STATUSES, fields.status);
  if (!role || !status) return skip(doc, "role or status");
  return {
    id,
    role,
    parts: foldTail(decodeParts(doc, fields.parts), tail(doc)),
    parent: text(fields.parent) || null,
    status,
    agent: text(fields.agent),
    model: text(fields.model),
    usage: decodeUsage(fields.usage),
    error: decodeError(fields.error),
    createdAt: time(fields.createdAt) ?? 0,
    heartbeatAt: time(fields.heartbeatAt),
  };
}

export function decodeNote({ id, fields }: Doc): Note {
  const from = isFields(fields.source) ? fields.source : {};
  const source = { threadId: text(from.threadId), messageId: text(from.messageId) };
  return {
    id,
    text: text(fields.text),
    source: source.threadId && source.messageId ? source : null,
    updatedAt: time(fields.updatedAt) ?? 0,
  };
}

export function decodePicture(doc: Doc): Picture | null {
  const mediaType = oneOf(PICTURES, doc.fields.mediaType);
  const data = text(doc.fields.data);
  if (!mediaType || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return skip(doc, "mediaType or data");
  return { id: doc.id, mediaType, data };
}

export function decodeSettings({ fields }: Doc): { name: string; banner: string } {
  return { name: text(fields.name) || "Hearth", banner: text(fields.banner) };
}

export function decodeProviders({ fields }: Doc): Partial<Record<ProviderName, ProviderStatus>> {
  const known = PROVIDERS.flatMap((name) => {
    const status = fields[name];
    if (!isFields(status)) return [];
    const { configured, simulated } = status;
    return [[name, { configured: configured === true, simulated: simulated === true }] as const];
  });
  return Object.fromEntries(known);
}

export function decodePreferences({ fields }: Doc): { agent?: string; model?: string } {
  const agent = text(fields.agent);
  const model = text(fields.model);
  return { ...(agent && { agent }), ...(model && { model }) };
}

export function decodeUsage(value: unknown): Usage | null {
  if (!isFields(value)) return null;
  return {
    inputTokens: number(value.inputTokens) ?? 0,
    outputTokens: number(value.outputTokens) ?? 0,
    cachedInputTokens: number(value.cachedInputTokens) ?? 0,
    usd: number(value.usd) ?? 0,
  };
}

export function decodeError(value: unknown): ErrorBody | null {
  if (!isFields(value)) return null;
  const retryAfter = number(value.retryAfter);
  return {
    code: text(value.code) || "internal",
    message: text(value.message) || words.errors.unknown,
    ...(retryAfter !== null && { retryAfter }),
  };
}

function decodeParts(doc: Doc, value: unknown): Part[] {
  return list(value).flatMap((part) => {
    const decoded = decodePart(part);
    if (decoded === null) reportOnce(`a part of ${doc.path} can't be read`, part);
    return decoded ?? [];
  });
}

/** The inverse of the server's `encode_part`; `null` for what it never writes. */
export function decodePart(value: unknown): Part | null {
  if (!isFields(value)) return null;
  switch (value.type) {
    case "text":
      return { type: "text", text: text(value.text) };
    case "reasoning":
      return {
        type: "reasoning",
        text: text(value.text),
        ...(isFields(value.metadata) && { metadata: value.metadata }),
      };
    case "image":
      return { type: "image", imageId: text(value.imageId), mediaType: text(value.mediaType) };
    case "source":
      return { type: "source", url: text(value.url), title: text(value.title) };
    case "tool":
      return toolPart(value);
    default:
      return null;
  }
}

function toolPart(value: Record<string, unknown>): ToolPart | null {
  const state = oneOf(TOOL_STATES, value.state);
  if (!state) return null;
  const approval = decodeApproval(value.approval);
  return {
    type: "tool",
    toolCallId: text(value.toolCallId),
    toolName: text(value.toolName),
    state,
    input: given(value.input),
    ...(state === "output-available" && { output: given(value.output) }),
    ...(state === "input-available" &&
      value.output !== undefined && { output: given(value.output) }),
    ...(state === "output-error" && { errorText: text(value.errorText) }),
    ...(state === "approval-requested" && approval && { approval }),
  };
}

/** The inverse of the server's `_storable`: what Firestore does not take is kept as JSON text. */
function given(value: unknown): unknown {
  if (!isFields(value) || typeof value.$json !== "string") return value;
  try {
    return JSON.parse(value.$json);
  } catch {
    return value.$json;
  }
}

function tail(doc: Doc): TailEntry[] {
  return list(doc.fields.tail).flatMap((entry) =>
    isFields(entry) ? [{ n: number(entry.n) ?? 0, parts: decodeParts(doc, entry.parts) }] : [],
  );
}

function price(value: unknown): Model["price"] {
  const fields = isFields(value) ? value : {};
  const input = number(fields.input);
  const output = number(fields.output);
  if (input === null || output === null) return null;
  return { input, output, cachedInput: number(fields.cachedInput) ?? input };
}

function range(value: unknown): Model["temperature"] {
  const fields = isFields(value) ? value : {};
  const min = number(fields.min);
  const max = number(fields.max);
  return min === null || max === null || min > max ? null : { min, max };
}

function skip(doc: Doc, what: string): null {
  reportOnce(`${doc.path} is skipped, its ${what} can't be read`, doc.fields);
  return null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((item) => typeof item === "string");
}

function oneOf<T>(known: readonly T[], value: unknown): T | null {
  return known.find((item) => item === value) ?? null;
}

/** Firestore's `Timestamp` as milliseconds. */
function time(value: unknown): number | null {
  if (!isFields(value) || !("toMillis" in value)) return null;
  const { toMillis } = value as { toMillis: unknown };
  return typeof toMillis === "function" ? number(toMillis.call(value)) : null;
}
