import { afterEach, expect, it } from "vitest";
import { draft, forgetDrafts, setDraft } from "./drafts";

afterEach(() => {
  forgetDrafts("ann");
  forgetDrafts("bob");
});

it("keeps a draft for each thread and account, on the device", () => {
  setDraft("ann", "t1", "one");
  setDraft("ann", null, "new");
  expect(draft("ann", "t1").get()).toBe("one");
  expect(draft("ann", null).get()).toBe("new");
  expect(draft("ann", "t2").get()).toBe("");
  expect(draft("bob", "t1").get()).toBe("");
  expect(Object.keys(localStorage)).toHaveLength(2);
});

it("leaves nothing of a draft that was emptied", () => {
  setDraft("ann", "t1", "one");
  setDraft("ann", "t1", "");
  expect(Object.keys(localStorage)).toEqual([]);
});

it("forgets the drafts of one account and keeps the other's", () => {
  setDraft("ann", "t1", "hers");
  setDraft("bob", "t1", "his");
  forgetDrafts("ann");
  expect(draft("ann", "t1").get()).toBe("");
  expect(draft("bob", "t1").get()).toBe("his");
});
