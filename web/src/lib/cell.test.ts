import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Cell, during, Use, whileUsed } from "./cell";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells its listeners of another value, and only of another one", () => {
  const cell = new Cell(1);
  const listener = vi.fn();
  const leave = cell.subscribe(listener);
  cell.set(2);
  cell.set(2);
  expect(listener).toHaveBeenCalledOnce();
  leave();
  cell.set(3);
  expect(listener).toHaveBeenCalledOnce();
});

it("works while anybody listens, and ends a while after the last has left", () => {
  const end = vi.fn();
  const start = vi.fn(() => end);
  const readable = whileUsed(new Cell(0), new Use(start, 100));
  const leaves = [readable.subscribe(() => {}), readable.subscribe(() => {})];
  for (const leave of leaves) leave();
  vi.advanceTimersByTime(99);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(start).toHaveBeenCalledOnce();
  expect(end).toHaveBeenCalledOnce();
});

it("goes on when somebody returns in time", () => {
  const end = vi.fn();
  const readable = whileUsed(new Cell(0), new Use(() => end, 100));
  readable.subscribe(() => {})();
  const leave = readable.subscribe(() => {});
  vi.advanceTimersByTime(1_000);
  expect(end).not.toHaveBeenCalled();
  leave();
});

it("works during a time that may come again", () => {
  const told: string[] = [];
  const time = new Cell(false);
  const leave = during(time, () => {
    told.push("start");
    return () => told.push("end");
  });
  expect(told).toEqual([]);
  time.set(true);
  time.set(false);
  time.set(true);
  leave();
  leave();
  expect(told).toEqual(["start", "end", "start", "end"]);
});
