import { beforeEach, expect, it } from "vitest";
import { forgetSeen, isUnread, markSeen, seen, withSeen } from "./seen";

beforeEach(() => forgetSeen("u"));

it("takes what was there before this device for read", () => {
  const { since } = seen("u").get();
  expect(isUnread(seen("u").get(), "t", since - 1)).toBe(false);
  expect(isUnread(seen("u").get(), "t", since + 60_000)).toBe(true);
});

it("takes a thread for read until it changes again", () => {
  const at = seen("u").get().since + 60_000;
  markSeen("u", "t", at);
  expect(isUnread(seen("u").get(), "t", at)).toBe(false);
  expect(isUnread(seen("u").get(), "t", at + 1_000)).toBe(false);
  expect(isUnread(seen("u").get(), "t", at + 60_000)).toBe(true);
  expect(isUnread(seen("u").get(), "other", at)).toBe(true);
});

it("does not count backwards", () => {
  const at = seen("u").get().since + 10;
  markSeen("u", "t", at);
  const before = seen("u").get();
  markSeen("u", "t", at - 5);
  expect(seen("u").get()).toBe(before);
});

it("forgets the oldest of very many, as read", () => {
  let state = { since: 0, threads: {} };
  for (let at = 1; at <= 500; at += 1) state = withSeen(state, `t${at}`, at);
  expect(Object.keys(state.threads)).toHaveLength(400);
  expect(isUnread(state, "t1", 1)).toBe(false);
  expect(isUnread(state, "t500", 60_000)).toBe(true);
});
