/** Messages as a tree by `parent`: the branch on screen, and the branches beside it. */

type Node = {
  id: string;
  role: "user" | "assistant";
  parent: string | null;
  createdAt: number;
};

export type Branch<T> = { message: T; siblings: string[] }[];

/** Children by parent, oldest first. */
export type Children<T> = ReadonlyMap<string | null, T[]>;

export function childrenOf<T extends Node>(nodes: Iterable<T>): Children<T> {
  const children = new Map<string | null, T[]>();
  for (const node of [...nodes].sort(byAge)) {
    const group = children.get(node.parent);
    if (group) group.push(node);
    else children.set(node.parent, [node]);
  }
  return children;
}

function byAge(a: Node, b: Node): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/**
 * The branch through `leaf`, oldest first, on to the newest leaf below it. Without a known `leaf`
 * it is the branch of the newest message. It begins where a parent is missing, or would repeat.
 */
export function branch<T extends Node>(
  nodes: ReadonlyMap<string, T>,
  leaf: string | null,
): Branch<T> {
  const children = childrenOf(nodes.values());
  const from = (leaf !== null && nodes.get(leaf)) || [...nodes.values()].sort(byAge).at(-1);
  if (!from) return [];
  return chain(nodes, newestBelow(children, from)).map((message) => ({
    message,
    siblings: (children.get(message.parent) ?? [])
      .filter((other) => other.role === message.role)
      .map((other) => other.id),
  }));
}

/** The newest leaf at or below `id`; `id` itself when it is unknown. */
export function newestLeaf<T extends Node>(nodes: ReadonlyMap<string, T>, id: string): string {
  const from = nodes.get(id);
  return from ? newestBelow(childrenOf(nodes.values()), from).id : id;
}

function newestBelow<T extends Node>(children: Children<T>, from: T): T {
  const seen = new Set<string>();
  let at = from;
  for (;;) {
    seen.add(at.id);
    const next = children.get(at.id)?.at(-1);
    if (!next || seen.has(next.id)) return at;
    at = next;
  }
}

function chain<T extends Node>(nodes: ReadonlyMap<string, T>, leaf: T): T[] {
  const found: T[] = [];
  const seen = new Set<string>();
  let at: T | undefined = leaf;
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    found.push(at);
    at = at.parent === null ? undefined : nodes.get(at.parent);
  }
  return found.reverse();
}
