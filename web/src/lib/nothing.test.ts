import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Modules that a source file runs, as far as they are ours; types are not among them. */
function runs(source: string): string[] {
  const found = source.matchAll(/^import (?!type\b)[^;]*?from "(?:@\/lib|\.)\/([\w-]+)";/gm);
  return [...found].map(([, name]) => name ?? "");
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => join(folder, name));
}

it("no hook brings a store along: stores come with the workspace, and once", () => {
  const stores = [
    "member",
    "thread",
    "thread-list",
    "notes",
    "tokens",
    "community-store",
    "outbox",
  ];
  expect(runs(readFileSync("src/lib/workspace.ts", "utf8"))).toEqual(
    expect.arrayContaining(stores),
  );
  const bringing = sources("src/hooks").filter((path) =>
    runs(readFileSync(path, "utf8")).some((name) => stores.includes(name)),
  );
  expect(bringing).toEqual([]);
});
