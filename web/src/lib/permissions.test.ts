import { expect, it } from "vitest";
import { Cell } from "./cell";
import type { Listener } from "./firestore";
import { type AllowingThread, decodeAllowed, permissionsOf, PermissionsStore } from "./permissions";

const doc = (allowed: unknown) => ({ path: "p", id: "d", fields: { allowed } });

function arranged() {
  const everywhere: Listener<string[] | null>[] = [];
  const threads: Listener<AllowingThread[]>[] = [];
  const taken: unknown[] = [];
  const store = new PermissionsStore({
    uid: "ada",
    admitted: new Cell(true),
    store: {
      watchAllowed: (_uid, listener) => {
        everywhere.push(listener);
        return () => undefined;
      },
      watchAllowingThreads: (_uid, listener) => {
        threads.push(listener);
        return () => undefined;
      },
      takeBack: (...what) => {
        taken.push(what);
        return Promise.resolve();
      },
    },
  });
  store.state.subscribe(() => undefined);
  return { store, everywhere, threads, taken };
}

it.each([
  [["web_page a.test"], ["web_page a.test"]],
  [["web_page a.test", 7, null], ["web_page a.test"]],
  ["web_page a.test", []],
  [undefined, []],
])("reads what a console edit may have left: %j", (stored, read) => {
  expect(decodeAllowed(doc(stored))).toEqual(read);
});

it("tells the tool from what of it is allowed, each once and by name", () => {
  const told = permissionsOf(["web_page b.test", "mail read all", "web_page b.test"]);
  expect(told.map(({ tool, subject }) => [tool, subject])).toEqual([
    ["mail", "read all"],
    ["web_page", "b.test"],
  ]);
});

it("is ready once it has heard of both, those for everywhere first", () => {
  const { store, everywhere, threads } = arranged();
  everywhere[0]?.next(["web_page a.test"]);
  expect(store.state.get().status).toBe("loading");
  threads[0]?.next([{ id: "t1", title: "Tides", allowed: ["web_page b.test"] }]);
  expect(store.state.get().status).toBe("ready");
  const shown = store.state.get().permissions;
  expect(shown.map(({ subject, thread }) => [subject, thread?.title])).toEqual([
    ["a.test", undefined],
    ["b.test", "Tides"],
  ]);
  everywhere[0]?.next(null);
  expect(store.state.get().permissions).toHaveLength(1);
});

it("takes back where it holds", async () => {
  const { store, taken } = arranged();
  for (const thread of [null, { id: "t1", title: "Tides" }]) {
    await store.forget({ key: "web_page a.test", tool: "web_page", subject: "a.test", thread });
  }
  expect(taken).toEqual([
    ["ada", "web_page a.test", null],
    ["ada", "web_page a.test", "t1"],
  ]);
});
