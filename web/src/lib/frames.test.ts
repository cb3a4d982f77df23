import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "./frames";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("runs the first time in the next frame", () => {
  const run = vi.fn();
  paced(run, 80)();
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(run).toHaveBeenCalledOnce();
});

it("runs no oftener than its pause, however often it is asked", () => {
  const run = vi.fn();
  const soon = paced(run, 80);
  for (let at = 0; at < 1_000; at += 10) {
    soon();
    vi.advanceTimersByTime(10);
  }
  expect(run.mock.calls.length).toBeGreaterThan(8);
  expect(run.mock.calls.length).toBeLessThan(14);
});

it("runs once more for what was asked during the pause", () => {
  const run = vi.fn();
  const soon = paced(run, 80);
  soon();
  vi.advanceTimersByTime(20);
  soon();
  soon();
  vi.advanceTimersByTime(500);
  expect(run).toHaveBeenCalledTimes(2);
});

it("goes on where there are no frames", () => {
  vi.stubGlobal("requestAnimationFrame", () => 0);
  const run = vi.fn();
  paced(run, 80)();
  vi.advanceTimersByTime(300);
  expect(run).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});
