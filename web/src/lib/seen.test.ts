import { beforeEach, expect, it } from "vitest";
import { forgetSeen, isUnread, Look, markSeen, seen, withSeen } from "./seen";

beforeEach(() => forgetSeen("u"));

const MINUTE = 60_000;
const thread = (updatedAt: number, seenAt: number | null = null) => ({
  id: "t",
  updatedAt,
  seenAt,
});
const unread = (updatedAt: number, seenAt: number | null = null) =>
  isUnread(seen("u").get(), thread(updatedAt, seenAt));

it("takes what was there before this device for read", () => {
  const { since } = seen("u").get();
  expect(unread(since - 1)).toBe(false);
  expect(unread(since + MINUTE)).toBe(true);
});

it("takes a thread for read until it changes again", () => {
  const at = seen("u").get().since + MINUTE;
  markSeen("u", "t", at);
  expect(unread(at)).toBe(false);
  expect(unread(at + 1_000)).toBe(false);
  expect(unread(at + MINUTE)).toBe(true);
  expect(isUnread(seen("u").get(), { ...thread(at), id: "other" })).toBe(true);
});

it("believes what another device has shown, for what is older than this one too", () => {
  const at = seen("u").get().since - 5 * MINUTE;
  expect(unread(at, at)).toBe(false);
  expect(unread(at, at - MINUTE)).toBe(true);
  markSeen("u", "t", at + 9 * MINUTE);
  expect(unread(at + 9 * MINUTE, at)).toBe(false);
});

it("tells of news when a look begins, and of what was finished meanwhile when it ends", () => {
  const told: number[] = [];
  const at = seen("u").get().since + MINUTE;
  const look = new Look("u", (when) => told.push(when));
  look.see(thread(at), false);
  expect(told).toEqual([at]);
  look.see(thread(at + MINUTE, at), true);
  look.see(thread(at + MINUTE, at), false);
  look.see(thread(at + 2 * MINUTE, at), false);
  expect(told).toEqual([at]);
  look.end();
  look.end();
  expect(told).toEqual([at, at + 2 * MINUTE]);
  expect(unread(at + 2 * MINUTE)).toBe(false);
});

it("does not take for seen what still grew when they looked away", () => {
  const told: number[] = [];
  const at = seen("u").get().since + MINUTE;
  const look = new Look("u", (when) => told.push(when));
  look.see(thread(at, at), false);
  look.see(thread(at + MINUTE, at), true);
  look.end();
  expect(told).toEqual([]);
  expect(unread(at + MINUTE, at)).toBe(true);
});

it("tells nothing of a thread in which nothing is new", () => {
  const told: number[] = [];
  const at = seen("u").get().since + MINUTE;
  const look = new Look("u", (when) => told.push(when));
  look.see(thread(at, at), false);
  look.end();
  expect(told).toEqual([]);
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
  expect(isUnread(state, { ...thread(1), id: "t1" })).toBe(false);
  expect(isUnread(state, { ...thread(MINUTE), id: "t500" })).toBe(true);
});
