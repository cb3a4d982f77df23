/**
 * The messages of another app's export as a tree of ours. Pure. What can't be shown (hidden nodes,
 * tool traffic) falls out, and what hung on it hangs on what stood before.
 */

import type { Message, Part } from "../types";

/** A node as another app has it. Without a role or parts, only its place in the tree counts. */
export type Node = {
  id: string;
  parent: string | null;
  role: Message["role"] | null;
  parts: Part[];
  model: string;
  createdAt: number;
};

export type Tree = { messages: Message[]; leaf: string | null };

/** An id as Hearth takes it, the same for the same text. */
export function safeId(text: string, limit = 64): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, limit);
}

/** `leaf` is the node that was on screen; the newest when it says nothing. */
export function treeOf(nodes: readonly Node[], leaf: string | null, agent: string): Tree {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const order = parentsFirst(nodes, known);
  const parents = new Map(order.map((node) => [node.id, keptAbove(node.parent, known)]));
  const children = new Map<string, number>();
  for (const node of order) {
    const parent = parents.get(node.id);
    if (isKept(node) && parent != null) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const messages = new Map<string, Message>();
  /** What became of a node: the message that it is, or that it was added to. */
  const became = new Map<string, Message>();
  for (const node of order) {
    if (!isKept(node)) continue;
    const parent = parents.get(node.id) ?? null;
    const above = parent === null ? undefined : became.get(parent);
    const goesOn = above?.role === node.role && parent !== null && children.get(parent) === 1;
    if (above && goesOn) {
      above.parts = [...above.parts, ...node.parts];
      above.model ||= node.model;
      became.set(node.id, above);
      continue;
    }
    const message = messageOf(node, above, agent);
    messages.set(message.id, message);
    became.set(node.id, message);
  }
  const shown = leaf === null ? null : keptAbove(leaf, known);
  const last = [...messages.values()].reduce<Message | null>(
    (newest, message) => (newest && newest.createdAt > message.createdAt ? newest : message),
    null,
  );
  return {
    messages: [...messages.values()],
    leaf: (shown === null ? undefined : became.get(shown)?.id) ?? last?.id ?? null,
  };
}

function messageOf(node: Node, above: Message | undefined, agent: string): Message {
  return {
    id: safeId(node.id, 80),
    role: node.role ?? "user",
    parts: node.parts,
    parent: above?.id ?? null,
    status: "done",
    agent,
    model: node.model,
    usage: null,
    error: null,
    // Messages are listed by their time: an answer is never older than its question.
    createdAt: Math.max(node.createdAt, above ? above.createdAt + 1 : 1),
    heartbeatAt: null,
  };
}

function isKept({ role, parts }: Node): boolean {
  return role !== null && parts.length > 0;
}

/** The nearest node at or above `id` that is kept. */
function keptAbove(id: string | null, known: ReadonlyMap<string, Node>): string | null {
  const seen = new Set<string>();
  let at = id;
  while (at !== null && !seen.has(at)) {
    seen.add(at);
    const node = known.get(at);
    if (!node) return null;
    if (isKept(node)) return at;
    at = node.parent;
  }
  return null;
}

/** Every node after its parent; a circle, which no app writes, is cut where it is met. */
function parentsFirst(nodes: readonly Node[], known: ReadonlyMap<string, Node>): Node[] {
  const done = new Set<string>();
  const order: Node[] = [];
  for (const node of nodes) {
    const chain: Node[] = [];
    let at: Node | undefined = node;
    while (at && !done.has(at.id)) {
      done.add(at.id);
      chain.push(at);
      at = at.parent === null ? undefined : known.get(at.parent);
    }
    order.push(...chain.reverse());
  }
  return order;
}
