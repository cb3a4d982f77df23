import { expect, it } from "vitest";
import { branch, newestLeaf } from "./tree";

type Node = { id: string; role: "user" | "assistant"; parent: string | null; createdAt: number };

/** "u1<" is a root, "a1<u1" follows u1; the letter is the role, the order is the age. */
function tree(...lines: string[]): Map<string, Node> {
  const nodes = lines.map((line, at): Node => {
    const [id = "", parent = ""] = line.split("<");
    const role = id.startsWith("u") ? "user" : "assistant";
    return { id, role, parent: parent || null, createdAt: at };
  });
  return new Map(nodes.map((node) => [node.id, node]));
}

function ids(nodes: Map<string, Node>, leaf: string | null): string[] {
  return branch(nodes, leaf).map(({ message }) => message.id);
}

const EDITED = tree("u1<", "a1<u1", "u2<a1", "a2<u2", "u2b<a1", "a2b<u2b", "a2c<u2b");

it("shows the branch that ends at the leaf", () => {
  expect(ids(EDITED, "a2")).toEqual(["u1", "a1", "u2", "a2"]);
});

it("names the siblings of each message, oldest first, itself included", () => {
  const siblings = branch(EDITED, "a2b").map((shown) => shown.siblings);
  expect(siblings).toEqual([["u1"], ["a1"], ["u2", "u2b"], ["a2b", "a2c"]]);
});

it("goes on below a leaf that has got answers meanwhile", () => {
  expect(ids(EDITED, "u2b")).toEqual(["u1", "a1", "u2b", "a2c"]);
});

it("shows the newest message's branch when the leaf is unknown", () => {
  expect(ids(EDITED, "gone")).toEqual(["u1", "a1", "u2b", "a2c"]);
  expect(ids(EDITED, null)).toEqual(["u1", "a1", "u2b", "a2c"]);
});

it("finds the newest leaf below a sibling", () => {
  expect(newestLeaf(EDITED, "u2")).toBe("a2");
  expect(newestLeaf(EDITED, "u2b")).toBe("a2c");
  expect(newestLeaf(EDITED, "unknown")).toBe("unknown");
});

it("begins where a parent is missing", () => {
  expect(ids(tree("u2<lost", "a2<u2"), "a2")).toEqual(["u2", "a2"]);
});

it("ends on a cycle of parents", () => {
  const cycle = tree("u1<a1", "a1<u1");
  expect(new Set(ids(cycle, "a1"))).toEqual(new Set(["u1", "a1"]));
  expect(["u1", "a1"]).toContain(newestLeaf(cycle, "u1"));
});

it("shows nothing of nothing", () => {
  expect(branch(new Map<string, Node>(), null)).toEqual([]);
});

it("follows ten thousand messages", () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => `u${at}<${at ? `u${at - 1}` : ""}`);
  expect(ids(tree(...lines), null)).toHaveLength(10_000);
});
