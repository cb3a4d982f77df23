/**
 * What is on screen: documents, turns on their way, and streams, as one branch. Pure. A message
 * that did not change stays the same value, so that nothing of it is drawn again.
 */

import { extent } from "./fold";
import { replyIdOf } from "./ids";
import { isRunning, type LiveTurn } from "./live";
import type { Pending } from "./outbox";
import { branch } from "./tree";
import type { Message, ShownMessage } from "./types";

export type Sources = {
  messages: readonly Message[];
  pending: readonly Pending[];
  live: readonly LiveTurn[];
  /** Where the branch shall end: the first of these that there is. */
  leaves: readonly (string | null)[];
};

/** The branch on screen, oldest first. `before` is what was shown, for the values to keep. */
export function shown(sources: Sources, before: readonly ShownMessage[] = []): ShownMessage[] {
  const nodes = nodesOf(sources);
  const flags = new Map(sources.pending.map((item) => [shownId(item), flagOf(item)]));
  const known = new Map(before.map((message) => [message.id, message]));
  const leaf = sources.leaves.find((id) => id !== null && nodes.has(id)) ?? null;
  const next = branch(nodes, leaf).map(({ message, siblings }) =>
    kept(known.get(message.id), {
      ...message,
      siblings,
      outbox: flags.get(message.id) ?? null,
    }),
  );
  const same = next.length === before.length && next.every((item, at) => item === before[at]);
  return same ? (before as ShownMessage[]) : next;
}

/** Every message that there is or is about to be, by id. */
export function nodesOf({
  messages,
  pending,
  live,
}: Omit<Sources, "leaves">): Map<string, Message> {
  const nodes = new Map(messages.map((message) => [message.id, message]));
  // This device's clock may be behind the server's; what is on its way is the newest in any case.
  const newest = messages.reduce((latest, message) => Math.max(latest, message.createdAt), 0);
  const fresh = (createdAt: number) => Math.max(createdAt, newest + 1);
  for (const turn of live) {
    const id = turn.request.messageId;
    const question = questionOf(turn, fresh(turn.createdAt));
    if (question && !nodes.has(id)) nodes.set(id, question);
    const reply = nodes.get(turn.replyId);
    nodes.set(turn.replyId, replyOf(turn, reply, fresh(turn.createdAt)));
  }
  for (const item of pending) addPending(nodes, item, fresh(item.createdAt));
  return nodes;
}

/** The turns whose replies the documents show in full, so that their streams can be forgotten. */
export function covered(messages: readonly Message[], live: readonly LiveTurn[]): string[] {
  const documents = new Map(messages.map((message) => [message.id, message]));
  return live
    .filter((turn) => {
      const document = documents.get(turn.replyId);
      return !isRunning(turn) && document !== undefined && wins(document, turn);
    })
    .map((turn) => turn.request.messageId);
}

/** A document that says how the reply ended is the truth, unless it is from before this turn. */
function wins(document: Message, turn: LiveTurn): boolean {
  if (document.status === "streaming") return false;
  return turn.base === null || document.heartbeatAt !== turn.base.heartbeatAt;
}

function replyOf(turn: LiveTurn, document: Message | undefined, createdAt: number): Message {
  if (document && wins(document, turn)) return document;
  const { request } = turn;
  const ahead = !document || extent(turn.parts) > extent(document.parts);
  return {
    id: turn.replyId,
    role: "assistant",
    parts: ahead ? turn.parts : document.parts,
    parent: document?.parent ?? ("parts" in request ? request.messageId : request.parent),
    status: turn.status,
    agent: request.agent,
    model: request.model,
    usage: turn.usage,
    error: turn.status === "error" ? turn.error : null,
    createdAt: document?.createdAt ?? createdAt,
    heartbeatAt: document?.heartbeatAt ?? null,
  };
}

function questionOf({ request }: LiveTurn | Pending, createdAt: number): Message | null {
  if (!("parts" in request)) return null;
  return {
    ...blank(request, createdAt),
    id: request.messageId,
    role: "user",
    parts: request.parts,
    parent: request.parent,
    status: "done",
  };
}

function addPending(nodes: Map<string, Message>, item: Pending, createdAt: number): void {
  const { request } = item;
  const id = shownId(item);
  if (nodes.has(id) || "continue" in request) return;
  const question = questionOf(item, createdAt);
  if (question) {
    nodes.set(id, { ...question, parent: standingParent(nodes, question.parent) });
    return;
  }
  nodes.set(id, {
    ...blank(request, createdAt),
    id,
    role: "assistant",
    parts: [],
    parent: request.parent,
    status: item.state === "refused" ? "error" : "streaming",
    error: item.state === "refused" ? item.error : null,
  });
}

/** What a message follows on screen: while the answer is still to come, the question itself. */
function standingParent(nodes: ReadonlyMap<string, Message>, parent: string | null) {
  if (parent === null || nodes.has(parent)) return parent;
  return [...nodes.keys()].find((id) => replyIdOf(id) === parent) ?? parent;
}

function blank({ agent, model }: { agent: string; model: string }, createdAt: number) {
  return { agent, model, usage: null, error: null, createdAt, heartbeatAt: null };
}

/** The message that stands for an item on screen: the question, or the reply that it is about. */
export function shownId({ request }: Pick<Pending, "request">): string {
  if ("parts" in request) return request.messageId;
  return "continue" in request ? request.continue : replyIdOf(request.messageId);
}

function flagOf(item: Pending): NonNullable<ShownMessage["outbox"]> {
  return { state: item.sending ? "sending" : item.state, error: item.error };
}

function kept(before: ShownMessage | undefined, next: ShownMessage): ShownMessage {
  if (!before) return next;
  const keys = Object.keys(next) as (keyof ShownMessage)[];
  return keys.every((key) => same(before[key], next[key])) ? before : next;
}

/** Parts are compared by their own identity: they are never changed in place. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => Object.is(item, b[at]));
  }
  return isOutbox(a) && isOutbox(b) && a.state === b.state && a.error === b.error;
}

function isOutbox(value: unknown): value is NonNullable<ShownMessage["outbox"]> {
  return typeof value === "object" && value !== null && "state" in value && "error" in value;
}
