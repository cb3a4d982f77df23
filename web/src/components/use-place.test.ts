import { beforeEach, expect, it } from "vitest";
import { addressOf, isOverlay, openNote, openThread, placeOf } from "./use-place";

beforeEach(() => history.replaceState(null, "", "/"));

it.each([
  ["/", { thread: null, message: null, note: null }],
  ["/?t=a", { thread: "a", message: null, note: null }],
  ["/?t=a&m=b&n=c", { thread: "a", message: "b", note: "c" }],
  ["/?n=c", { thread: null, message: null, note: "c" }],
])("writes and reads %s", (address, place) => {
  expect(addressOf(place)).toBe(address);
  expect(placeOf(address.slice(1))).toEqual(place);
});

it("names no message without its thread", () => {
  expect(addressOf({ thread: null, message: "b", note: null })).toBe("/");
});

it("keeps the note open from one thread to the next, and forgets the message", () => {
  openThread("a", "m");
  openNote("n");
  expect(location.search).toBe("?t=a&m=m&n=n");
  openThread("b");
  expect(location.search).toBe("?t=b&n=n");
  openNote(null);
  expect(location.search).toBe("?t=b");
});

it("takes the place of an open drawer, so that going back does not open it again", () => {
  history.pushState({ overlay: "drawer" }, "");
  const entries = history.length;
  openThread("a");
  expect(history.length).toBe(entries);
  expect(isOverlay(history.state)).toBe(false);
});
