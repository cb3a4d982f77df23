import { visible } from "@/lib/visible";

type Node = { type: string; value?: string; children?: Node[] };

function walk(node: Node): void {
  if (node.value !== undefined) node.value = visible(node.value);
  node.children?.forEach(walk);
}

/** Shows the characters that no one sees, once entities have become characters too. */
export function remarkVisible() {
  return walk;
}
