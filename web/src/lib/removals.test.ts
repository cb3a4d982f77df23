import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Cell } from "./cell";
import { type Kind, Removals } from "./removals";

let gone: string[] = [];
/** How the server answers; by default it is not there. */
let answer: () => Promise<void> = () => new Promise(() => {});
const open: Removals[] = [];

function page(uid = "ann", admitted = new Cell(true)): Removals {
  const removing = (kind: Kind) => (id: string) => {
    gone.push(`${kind} ${id}`);
    return answer();
  };
  const remove = { thread: removing("thread"), note: removing("note"), agent: removing("agent") };
  const removals = new Removals({ uid, admitted, remove });
  open.push(removals);
  return removals;
}

/** The page is gone with all that it had in mind; only what it wrote down is left. */
function crash(): void {
  vi.clearAllTimers();
}

beforeEach(() => {
  vi.useFakeTimers();
  gone = [];
});

afterEach(() => {
  for (const removals of open.splice(0)) removals.close();
  localStorage.clear();
  answer = () => new Promise(() => {});
  vi.useRealTimers();
});

it("hides at once, deletes when the time is up, and then has nothing left to do", async () => {
  answer = () => Promise.resolve();
  const removals = page();
  removals.remove("thread", "t", 6_000);
  expect([...removals.hidden.get()]).toEqual(["t"]);
  await vi.advanceTimersByTimeAsync(5_999);
  expect(gone).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(gone).toEqual(["thread t"]);
  expect(localStorage).toHaveLength(0);
});

it("takes it back without a trace", async () => {
  const removals = page();
  removals.remove("note", "n", 6_000)();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([gone, [...removals.hidden.get()], localStorage.length]).toEqual([[], [], 0]);
});

it("finishes at the next start what the server has not confirmed", async () => {
  page().remove("thread", "t", 6_000);
  dispatchEvent(new Event("pagehide"));
  crash();
  gone = [];
  answer = () => Promise.resolve();
  const next = page();
  expect([...next.hidden.get()]).toEqual(["t"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(gone).toEqual(["thread t"]);
  expect(localStorage).toHaveLength(0);
});

it("waits for the rules to let the member in", async () => {
  page().remove("agent", "a", 0);
  crash();
  const admitted = new Cell(false);
  page("ann", admitted);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(gone).toEqual([]);
  admitted.set(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(gone).toEqual(["agent a"]);
});

it("leaves what another tab may still take back until its time is up", async () => {
  const undo = page().remove("thread", "t", 6_000);
  const other = page();
  await vi.advanceTimersByTimeAsync(3_000);
  undo();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(gone).toEqual([]);
  expect([...other.hidden.get()]).toEqual([]);
});

it("shows again what the server refuses to delete", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  answer = () => Promise.reject(new Error("no"));
  const removals = page();
  removals.remove("thread", "t", 0);
  await vi.advanceTimersByTimeAsync(0);
  expect([...removals.hidden.get()]).toEqual([]);
  expect(localStorage).toHaveLength(0);
});

it("is one account's", () => {
  page("ann").remove("thread", "t", 6_000);
  expect([...page("bob").hidden.get()]).toEqual([]);
});
