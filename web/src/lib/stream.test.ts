import { afterEach, expect, it, vi } from "vitest";
import type { Chunk } from "./chunks";
import { NetworkError, TurnError } from "./errors";
import { EventParser, postTurn } from "./stream";
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
const HELLO = [
  'data: {"type":"start","messageId":"m-r"}\n\n: ping\n\n',
  'data: {"type":"text-delta","id":"1","delta":"Grüß "}\n\ndata: {"type":"mystery"}\n\n',
  'data: {"type":"finish","finishReason":"stop"}\n\n',
];
const DONE = "data: [DONE]\n\n";

function answering(pieces: (string | Uint8Array)[], { open = false } = {}): void {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      }
      if (!open) controller.close();
    },
  });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body)));
}

async function all(silenceMs = 1_000) {
  const { signal } = new AbortController();
  const stream = postTurn(REQUEST, { idToken: "token", signal, url: "/chat", silenceMs });
  const chunks: Chunk[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { chunks, end: step.value };
    chunks.push(step.value);
  }
}

afterEach(() => void vi.unstubAllGlobals());

it("yields the chunks it knows and ends whole at [DONE]", async () => {
  answering([...HELLO, DONE]);
  const { chunks, end } = await all();
  expect(chunks.map(({ type }) => type)).toEqual(["start", "text-delta", "finish"]);
  expect(end).toBe("whole");
});

it("reads the same from bytes that are cut anywhere", async () => {
  const bytes = new TextEncoder().encode([...HELLO, DONE].join(""));
  answering(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  const { chunks, end } = await all();
  expect(chunks[1]).toEqual({ type: "text-delta", id: "1", delta: "Grüß " });
  expect(end).toBe("whole");
});

it("ends cut when the stream ends without [DONE]", async () => {
  answering(HELLO);
  expect((await all()).end).toBe("cut");
});

it("ends cut when nothing is heard for too long", async () => {
  answering(HELLO, { open: true });
  expect((await all(20)).end).toBe("cut");
});

it("sends the token and the request", async () => {
  const fetched = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(new Response(DONE)));
  vi.stubGlobal("fetch", fetched);
  await all();
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe("/chat");
  expect(new Headers(init?.headers).get("Authorization")).toBe("Bearer token");
  expect(init?.body).toBe(JSON.stringify(REQUEST));
});

it("throws what the server refused with", async () => {
  const error = { code: "resource-exhausted", message: "Too fast.", retryAfter: 7 };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ error }, { status: 429 })));
  await expect(all()).rejects.toEqual(new TurnError("resource-exhausted", "Too fast.", 429, 7));
});

it("takes a platform's bare 429 for a busy server, not for a budget", async () => {
  const headers = { "Retry-After": "3" };
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response("Rate exceeded.", { status: 429, headers })),
  );
  await expect(all()).rejects.toMatchObject({ code: "unavailable", status: 503, retryAfter: 3 });
});

it("throws a network error when the server can't be reached", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(all()).rejects.toBeInstanceOf(NetworkError);
});

it.each(["\n", "\r\n", "\r"])("joins the data lines of one event, line end %j", (eol) => {
  const parser = new EventParser();
  const text = ["event: x", "data: a", "data:b", "", "data: c", "", "data: d", ""].join(eol);
  expect(parser.push(new TextEncoder().encode(text))).toEqual(["a\nb", "c"]);
});
