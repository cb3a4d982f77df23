import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Chunk } from "./chunks";
import { TurnError } from "./errors";
import type { postTurn, StreamEnd } from "./stream";
import { Turns, type TurnsDeps } from "./turns";
import type { TurnRequest } from "./types";

const REQUEST: TurnRequest = {
  threadId: "t",
  messageId: "m",
  parent: null,
  parts: [{ type: "text", text: "Hi" }],
  agent: "a",
  model: "p:m",
  temperature: null,
  maxTokens: null,
  effort: null,
};
const START: Chunk = { type: "start", messageId: "m-r" };
const FINISH: Chunk = { type: "finish", finishReason: "stop" };
const delta = (text: string): Chunk => ({ type: "text-delta", id: "1", delta: text });

/** A stream that the test feeds by hand; aborting it ends it cut, as a broken connection does. */
class Stream {
  readonly tokens: string[] = [];
  readonly #queue: (Chunk | StreamEnd | Error)[] = [];
  #wake = (): void => undefined;

  feed(...items: (Chunk | StreamEnd | Error)[]): this {
    this.#queue.push(...items);
    this.#wake();
    return this;
  }

  readonly post = async function* (
    this: Stream,
    _request: TurnRequest,
    { idToken, signal }: { idToken: string; signal: AbortSignal },
  ): AsyncGenerator<Chunk, StreamEnd, undefined> {
    this.tokens.push(idToken);
    signal.addEventListener("abort", () => this.feed("cut"));
    for (;;) {
      const item = this.#queue.shift();
      if (item === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if (item instanceof Error) throw item;
      else if (typeof item === "string") return item;
      else yield item;
    }
  }.bind(this) satisfies typeof postTurn;
}

let stream: Stream;
let stopReply: ReturnType<typeof vi.fn<TurnsDeps["stopReply"]>>;
let turns: Turns;

beforeEach(() => {
  stream = new Stream();
  stopReply = vi.fn<TurnsDeps["stopReply"]>(() => Promise.resolve());
  turns = new Turns({
    idToken: (force) => Promise.resolve(force ? "new" : "old"),
    readMessage: () => Promise.resolve(null),
    stopReply,
    post: stream.post,
  });
});

afterEach(() => {
  turns.close();
  vi.useRealTimers();
});

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

it("is accepted at start, and goes on reading", async () => {
  stream.feed(START);
  await turns.post(REQUEST);
  expect(turns.live.get()).toMatchObject([{ state: "open", replyId: "m-r" }]);
  stream.feed(delta("Hello"), FINISH, "whole");
  await vi.waitFor(() => {
    expect(turns.live.get()).toMatchObject([
      { state: "ended", status: "done", parts: [{ type: "text", text: "Hello" }] },
    ]);
  });
});

it("shows many deltas in one update per frame", async () => {
  stream.feed(START);
  await turns.post(REQUEST);
  const listener = vi.fn();
  turns.live.subscribe(listener);
  for (let at = 0; at < 100; at += 1) stream.feed(delta("a"));
  await vi.waitFor(() => {
    expect(turns.live.get()[0]?.parts).toEqual([{ type: "text", text: "a".repeat(100) }]);
  });
  expect(listener.mock.calls.length).toBeLessThan(5);
});

it("rejects with what the server refused with, and shows nothing", async () => {
  const refusal = new TurnError("permission-denied", "No.", 403);
  stream.feed(refusal);
  await expect(turns.post(REQUEST)).rejects.toBe(refusal);
  expect(turns.live.get()).toEqual([]);
});

it("gets a new token when the old one is refused, once", async () => {
  const refusal = new TurnError("unauthenticated", "Sign in.", 401);
  stream.feed(refusal, START);
  await turns.post(REQUEST);
  expect(stream.tokens).toEqual(["old", "new"]);
  stream.feed("cut");
  stream.feed(refusal, refusal);
  await expect(turns.post({ ...REQUEST, messageId: "m2" })).rejects.toBe(refusal);
});

it("blocks what answers a reply that is still being written", async () => {
  stream.feed(START);
  await turns.post(REQUEST);
  const next = { ...REQUEST, messageId: "m2", parent: "m-r" };
  expect(turns.blocks(next)).toBe(true);
  expect(turns.blocks({ ...next, parent: "other-r" })).toBe(false);
  stream.feed(FINISH, "whole");
  await vi.waitFor(() => expect(turns.blocks(next)).toBe(false));
});

it("asks the server to stop, and gives up a stream that does not end", async () => {
  stream.feed(START, delta("Hel"));
  await turns.post(REQUEST);
  await frame();
  vi.useFakeTimers();
  turns.stop("m");
  expect(stopReply).toHaveBeenCalledExactlyOnceWith("t", "m-r");
  await vi.advanceTimersByTimeAsync(2_900);
  expect(turns.live.get()[0]?.state).toBe("open");
  await vi.advanceTimersByTimeAsync(200);
  expect(turns.live.get()[0]).toMatchObject({ state: "cut", parts: [{ text: "Hel" }] });
});

it("stops a turn that was stopped before the server had accepted it", async () => {
  const posted = turns.post(REQUEST);
  await vi.waitFor(() => expect(turns.live.get()).toHaveLength(1));
  turns.stop("m");
  expect(stopReply).not.toHaveBeenCalled();
  stream.feed(START);
  await posted;
  expect(stopReply).toHaveBeenCalledExactlyOnceWith("t", "m-r");
});
