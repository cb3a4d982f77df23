import { expect, it } from "vitest";
import type { Chunk } from "./chunks";
import { isRunning, type LiveTurn, sending, withChunk, withEnd } from "./live";
import type { Message, TurnRequest } from "./types";

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
const HELLO: Chunk = { type: "text-delta", id: "1", delta: "Hello" };

function after(...chunks: Chunk[]): LiveTurn {
  return chunks.reduce(withChunk, sending(REQUEST, null, 0));
}

it("is sending until the server has said start", () => {
  expect(after().state).toBe("sending");
  expect(after(START)).toMatchObject({ state: "open", replyId: "m-r", status: "streaming" });
});

it.each([
  [{ type: "finish", finishReason: "stop" }, "done"],
  [{ type: "abort" }, "stopped"],
  [{ type: "error", errorText: "No." }, "error"],
] as const)("ends as the stream says: %j", (chunk, status) => {
  const turn = withEnd(after(START, HELLO, chunk), "whole");
  expect(turn).toMatchObject({ state: "ended", status });
  expect(isRunning(turn)).toBe(false);
});

it("is cut when the stream breaks, or ends without saying how", () => {
  expect(withEnd(after(START, HELLO), "cut").state).toBe("cut");
  expect(withEnd(after(START, HELLO), "whole").state).toBe("cut");
});

it("keeps the code of an error that comes as data before the error", () => {
  const body = { code: "unavailable", message: "Busy.", retryAfter: 4 };
  const turn = after(
    START,
    { type: "data", name: "error", data: body },
    { type: "error", errorText: "Busy." },
  );
  expect(turn.error).toEqual(body);
});

it("takes usage, notice and budget from data", () => {
  const usage = { inputTokens: 1, outputTokens: 2, cachedInputTokens: 0, usd: 0.1 };
  const turn = after(
    START,
    { type: "data", name: "usage", data: usage },
    { type: "data", name: "notice", data: { text: "Old messages were left out." } },
    { type: "data", name: "budget", data: { leftUsd: 3 } },
    { type: "data", name: "unheard-of", data: 1 },
  );
  expect(turn).toMatchObject({ usage, notice: "Old messages were left out.", leftUsd: 3 });
});

const BASE = { parts: [{ type: "text", text: "Once " }] } as Message;

it("goes on from the reply that it continues", () => {
  const turn = withChunk(sending({ ...REQUEST, continue: "x-r" }, BASE, 0), HELLO);
  expect(turn.parts).toEqual([{ type: "text", text: "Once Hello" }]);
});

it("begins anew when it joins a turn, whose whole reply then follows", () => {
  const continued = sending({ ...REQUEST, continue: "x-r" }, BASE, 0);
  const joined = withChunk(continued, { type: "data", name: "joined", data: {} });
  expect(withChunk(joined, HELLO).parts).toEqual([{ type: "text", text: "Hello" }]);
});
