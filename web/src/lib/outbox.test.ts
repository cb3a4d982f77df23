import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NetworkError, TurnError } from "./errors";
import { newId } from "./ids";
import { Outbox, type OutboxPage, type Post } from "./outbox";
import type { Part, TurnRequest } from "./types";

const text = (value: string): Part[] => [{ type: "text", text: value }];
const REFUSAL = new TurnError("permission-denied", "This agent is not yours.", 403);

function request(messageId = newId(), parent: string | null = null): TurnRequest {
  return {
    threadId: "t",
    messageId,
    parent,
    parts: text("Hi"),
    agent: "a",
    model: "p:m",
    temperature: null,
    maxTokens: null,
    effort: null,
  };
}

/** One browser: tabs of it share the locks, as they share IndexedDB and the channel. */
class Browser {
  now = 1_000;
  online = true;
  readonly #held = new Map<string, Promise<void>>();

  readonly page: OutboxPage = {
    now: () => this.now,
    random: () => 1,
    online: () => this.online,
    exclusively: async (name, work) => {
      const before = this.#held.get(name) ?? Promise.resolve();
      const mine = before.then(work, work);
      this.#held.set(name, mine);
      await mine;
    },
  };
}

let uid: string;
let browser: Browser;
let tabs: Outbox[];

beforeEach(() => {
  uid = newId();
  browser = new Browser();
  tabs = [];
});

afterEach(() => tabs.forEach((tab) => tab.close()));

function tab(post: Post, blocked?: (request: TurnRequest) => boolean): Outbox {
  const outbox = new Outbox(uid, post, blocked, browser.page);
  tabs.push(outbox);
  return outbox;
}

const accept = () => vi.fn<Post>(() => Promise.resolve());
const never: Post = () => new Promise<void>(() => undefined);
const states = (outbox: Outbox) =>
  outbox.items.get().map((item) => (item.sending ? "sending" : item.state));

it("shows a message at once, and forgets it when the server has accepted it", async () => {
  const post = accept();
  const outbox = tab(post);
  const sent = request();
  outbox.add(sent, true);
  expect(states(outbox)).toEqual(["waiting"]);
  await vi.waitFor(() => expect(outbox.items.get()).toEqual([]));
  expect(post.mock.calls).toEqual([[sent, []]]);
});

it("keeps a message over a reload, and sends it then", async () => {
  const first = tab(never);
  first.add(request("m1"), true);
  await vi.waitFor(() => expect(states(first)).toEqual(["sending"]));
  first.close();
  browser = new Browser();
  const post = accept();
  const reopened = tab(post);
  await vi.waitFor(() => expect(post).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(reopened.items.get()).toEqual([]));
});

it("keeps the messages of two accounts apart", async () => {
  browser.online = false;
  tab(never).add(request(), true);
  uid = newId();
  const other = tab(never);
  await other.reload();
  expect(other.items.get()).toEqual([]);
});

it("waits while offline, and sends when online again", async () => {
  browser.online = false;
  const post = accept();
  const outbox = tab(post);
  outbox.add(request(), false);
  await outbox.reload();
  expect(states(outbox)).toEqual(["waiting"]);
  expect(post).not.toHaveBeenCalled();
  browser.online = true;
  globalThis.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(post).toHaveBeenCalledOnce());
});

it("sends a message once, though two tabs hold it", async () => {
  const slow = vi.fn<Post>(() => new Promise((resolve) => setTimeout(resolve, 30)));
  browser.online = false;
  const [one, two] = [tab(slow), tab(slow)];
  one.add(request(), false);
  await vi.waitFor(() => expect(two.items.get()).toHaveLength(1));
  browser.online = true;
  one.pump();
  two.pump();
  await vi.waitFor(() => {
    expect(one.items.get()).toEqual([]);
    expect(two.items.get()).toEqual([]);
  });
  expect(slow).toHaveBeenCalledOnce();
});

it("tries again after a network failure, later and later", async () => {
  const post = vi.fn<Post>(() => Promise.reject(new NetworkError()));
  const outbox = tab(post);
  outbox.add(request(), false);
  await vi.waitFor(() => expect(outbox.items.get()[0]?.notBefore).toBe(2_000));
  browser.now = 2_000;
  outbox.pump();
  await vi.waitFor(() => expect(outbox.items.get()[0]?.notBefore).toBe(4_000));
  expect(post).toHaveBeenCalledTimes(2);
  expect(states(outbox)).toEqual(["waiting"]);
});

it("does not wait any longer when the network is back", async () => {
  const post = vi.fn<Post>(() => Promise.resolve());
  post.mockRejectedValueOnce(new NetworkError());
  const outbox = tab(post);
  outbox.add(request(), false);
  await vi.waitFor(() => expect(outbox.items.get()[0]?.notBefore).toBe(2_000));
  globalThis.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(outbox.items.get()).toEqual([]));
});

it("waits as long as the server asks, online again or not", async () => {
  const post = vi.fn<Post>(() => Promise.reject(new TurnError("unavailable", "Busy.", 503, 20)));
  const outbox = tab(post);
  outbox.add(request(), false);
  await vi.waitFor(() => expect(outbox.items.get()[0]?.notBefore).toBe(21_000));
  globalThis.dispatchEvent(new Event("online"));
  await outbox.reload();
  expect(post).toHaveBeenCalledOnce();
});

it("keeps what the server refused, with its reason, until it is tried again", async () => {
  const post = vi.fn<Post>(() => Promise.resolve());
  post.mockRejectedValueOnce(REFUSAL);
  const outbox = tab(post);
  outbox.add(request("m1"), false);
  await vi.waitFor(() => expect(states(outbox)).toEqual(["refused"]));
  expect(outbox.items.get()[0]?.error).toEqual(REFUSAL.body);
  outbox.pump();
  await outbox.reload();
  expect(post).toHaveBeenCalledOnce();
  outbox.retry("m1", { model: "p:other" });
  await vi.waitFor(() => expect(outbox.items.get()).toEqual([]));
  expect(post.mock.calls[1]?.[0]).toMatchObject({ messageId: "m1", model: "p:other" });
});

it("sends an edited message under a new id, for the old one may have arrived", async () => {
  const post = vi.fn<Post>(() => Promise.resolve());
  post.mockRejectedValueOnce(REFUSAL);
  const outbox = tab(post);
  outbox.add(request("m1"), true);
  await vi.waitFor(() => expect(states(outbox)).toEqual(["refused"]));
  const id = outbox.edit("m1", text("Better"));
  await vi.waitFor(() => expect(outbox.items.get()).toEqual([]));
  expect(post.mock.calls[1]?.[0]).toMatchObject({ messageId: id, parts: text("Better") });
  expect(id).not.toBe("m1");
});

it("forgets what is discarded, and lets what followed it follow its parent", async () => {
  browser.online = false;
  const outbox = tab(never);
  outbox.add(request("m1", "m0-r"), false);
  outbox.add(request("m2", "m1-r"), false);
  outbox.discard("m1");
  await outbox.reload();
  expect(
    outbox.items.get().map(({ request: { messageId, parent } }) => [messageId, parent]),
  ).toEqual([["m2", "m0-r"]]);
});

it("sends a message only after the one that it follows", async () => {
  let acceptFirst = (): void => undefined;
  const post = vi.fn<Post>(
    ({ messageId }) =>
      new Promise((resolve) => {
        if (messageId === "m1") acceptFirst = resolve;
        else resolve();
      }),
  );
  const outbox = tab(post);
  outbox.add(request("m1"), true);
  outbox.add(request("m2", "m1-r"), false);
  await vi.waitFor(() => expect(states(outbox)).toEqual(["sending", "waiting"]));
  expect(post).toHaveBeenCalledOnce();
  acceptFirst();
  await vi.waitFor(() => expect(outbox.items.get()).toEqual([]));
  expect(post.mock.calls.map(([sent]) => sent.messageId)).toEqual(["m1", "m2"]);
});

it("waits while what it answers is still being written", async () => {
  let writing = true;
  const post = accept();
  const outbox = tab(post, () => writing);
  outbox.add(request(), false);
  await outbox.reload();
  expect(post).not.toHaveBeenCalled();
  writing = false;
  outbox.pump();
  await vi.waitFor(() => expect(post).toHaveBeenCalledOnce());
});

it("does not let go of a message that is being sent", async () => {
  const outbox = tab(never);
  outbox.add(request("m1"), false);
  await vi.waitFor(() => expect(states(outbox)).toEqual(["sending"]));
  outbox.discard("m1");
  expect(outbox.edit("m1", text("x"))).toBeNull();
  expect(states(outbox)).toEqual(["sending"]);
});

it("forgets all that was to be sent to a deleted thread", async () => {
  browser.online = false;
  const outbox = tab(never);
  outbox.add(request(), false);
  outbox.add({ ...request("kept"), threadId: "other" }, false);
  outbox.discardThread("t");
  await outbox.reload();
  expect(outbox.items.get().map((item) => item.request.messageId)).toEqual(["kept"]);
});
