import { expect, it } from "vitest";
import { takeoutOf, shownBranch } from "./takeout";
import { toJson } from "./export";
import { fakeThread } from "./fake-thread";
import type { Message } from "./types";

const thread = (id: string, updatedAt: number) => fakeThread(id, { leaf: "b2", updatedAt });
const message = (id: string, parent: string | null, createdAt: number): Message => ({
  id,
  role: parent === null ? "user" : "assistant",
  parts: [{ type: "text", text: id }],
  parent,
  status: "done",
  agent: "a",
  model: "p:m",
  usage: null,
  error: null,
  createdAt,
  heartbeatAt: null,
});

const MESSAGES = [message("q", null, 1), message("b1", "q", 2), message("b2", "q", 3)];
const store = {
  readThreads: () => Promise.resolve([thread("old", 1), thread("new", 2)]),
  readMessages: () => Promise.resolve(MESSAGES),
  readPictures: () => Promise.resolve([]),
  readNotes: () => Promise.resolve([]),
};

it("reads every thread with every branch, newest first", async () => {
  const all = await takeoutOf("u", store).all();
  expect(all.map((one) => one.thread.id)).toEqual(["new", "old"]);
  expect(all[0]?.messages).toEqual(MESSAGES);
});

it("loses nothing in JSON", async () => {
  const all = await takeoutOf("u", store).all();
  expect(JSON.parse(toJson(all))).toMatchObject({ format: "hearth", version: 1, threads: all });
});

it("reads as text what the thread shows", () => {
  const whole = { thread: thread("t", 1), messages: MESSAGES, images: [] };
  expect(shownBranch(whole).map(({ id }) => id)).toEqual(["q", "b2"]);
});
