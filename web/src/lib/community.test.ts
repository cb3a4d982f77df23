import { expect, it } from "vitest";
import {
  consoleUrl,
  decodeAllowance,
  decodeMonth,
  decodeOverview,
  decodeReceipt,
  decodeShare,
  leftUsd,
  monthOf,
} from "./community";

const doc = (id: string, fields: Record<string, unknown>) => ({ path: id, id, fields });
const amounts = (usd: number) => ({ usd, turns: 1, inputTokens: 10, outputTokens: 20 });

it("reads a month with its splits in order", () => {
  const month = decodeMonth(
    doc("2026-11", {
      spentUsd: 3,
      reservedUsd: -0.0001,
      turns: 2,
      byDay: { "2026-11-09": amounts(2), "2026-11-02": amounts(1) },
      byModel: { cheap: amounts(1), dear: amounts(2), broken: 7 },
    }),
  );
  expect(month.byDay.map(([day]) => day)).toEqual(["2026-11-02", "2026-11-09"]);
  expect(month.byModel.map(([model]) => model)).toEqual(["dear", "cheap"]);
  expect(month.byAgent).toEqual([]);
  expect(month.reservedUsd).toBe(0);
});

it("reckons what is left, with what is set aside", () => {
  const month = decodeMonth(doc("2026-11", { spentUsd: 3, reservedUsd: 1 }));
  expect(leftUsd(5, month)).toBe(1);
  expect(leftUsd(2, month)).toBe(0);
  expect(leftUsd(5, null)).toBe(5);
  expect(leftUsd(null, month)).toBeNull();
});

it("takes nobody for an owner by mistake", () => {
  for (const owner of [undefined, "yes", 1, null, {}]) {
    expect(decodeAllowance(doc("u", { owner })).owner).toBe(false);
  }
  expect(decodeAllowance(doc("u", { owner: true, budgetUsd: 5 }))).toEqual({
    owner: true,
    budgetUsd: 5,
  });
});

it("reads a share, and one that was edited by hand", () => {
  const at = { toMillis: () => 5 };
  expect(decodeShare(doc("s", { title: "Bread", createdAt: at, views: 2 }))).toMatchObject({
    id: "s",
    title: "Bread",
    createdAt: 5,
    expiresAt: null,
    views: 2,
  });
  expect(decodeShare(doc("s", { title: 7, views: "many" }))).toMatchObject({
    title: "A thread",
    views: 0,
  });
});

it("reads the overview, whatever is missing from it", () => {
  const overview = decodeOverview({
    project: "p",
    members: [{ uid: "a", request: { usd: 20, note: "Thesis" } }, "junk"],
    problems: [{ where: "models/x", text: "It has no price." }],
  });
  expect(overview.members).toHaveLength(1);
  expect(overview.members[0]?.request).toEqual({ usd: 20, note: "Thesis" });
  expect(overview.pool).toEqual({ spentUsd: 0, reservedUsd: 0, limitUsd: null });
  expect(overview.problems[0]?.where).toBe("models/x");
  expect(decodeOverview({}).members).toEqual([]);
});

it("reads a receipt", () => {
  const receipt = decodeReceipt({ deleted: { threads: 3 }, left: 0, at: "2026-11-25" });
  expect(receipt).toEqual({ deleted: [["threads", 3]], left: 0, at: "2026-11-25" });
});

it("reckons months as the server does", () => {
  expect(monthOf(Date.UTC(2026, 10, 30, 23, 59))).toBe("2026-11");
  expect(monthOf(Date.UTC(2026, 11, 1))).toBe("2026-12");
});

it("leads to a document in the console", () => {
  expect(consoleUrl("p", "models/openai:gpt")).toBe(
    "https://console.firebase.google.com/project/p/firestore/databases/-default-/data/~2Fmodels~2Fopenai%3Agpt",
  );
});
