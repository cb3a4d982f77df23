/** Posting a turn and reading its answer as it is written. */

import { words } from "@/words";
import { appCheckHeaders } from "./app-check";
import { type Chunk, isFields, parseChunk } from "./chunks";
import { functionUrl } from "./config";
import { decodeError } from "./decode";
import { NetworkError, TurnError } from "./errors";
import type { TurnRequest } from "./types";

/** The server sends a comment about every ten seconds; a longer silence means a dead connection. */
const SILENCE_MS = 35_000;
/** A function that was asleep takes some seconds to answer at all. */
const ANSWER_MS = 60_000;

/** How a stream ended: whole, or "cut", and then the reply's document knows more. */
export type StreamEnd = "whole" | "cut";

export type PostOptions = {
  idToken: string;
  signal: AbortSignal;
  url?: string;
  silenceMs?: number;
};

/**
 * Posts a turn and yields its chunks.
 *
 * Throws a `TurnError` when the server refuses before the first byte, a `NetworkError` when it
 * can't be reached. After the first byte nothing is thrown: a broken stream returns "cut".
 */
export async function* postTurn(
  request: TurnRequest,
  { idToken, signal, url = functionUrl("chat"), silenceMs = SILENCE_MS }: PostOptions,
): AsyncGenerator<Chunk, StreamEnd, undefined> {
  const quiet = new AbortController();
  signal.addEventListener("abort", () => quiet.abort(), { once: true });
  const impatience = setTimeout(() => quiet.abort(), ANSWER_MS);
  const response = await open(url, request, idToken, quiet.signal).finally(() =>
    clearTimeout(impatience),
  );
  if (!response.ok) throw await refusal(response);
  if (response.body === null) return "cut";
  return yield* readChunks(response.body, quiet, silenceMs);
}

async function open(
  url: string,
  request: TurnRequest,
  idToken: string,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${idToken}`,
        ...(await appCheckHeaders()),
      },
      body: JSON.stringify(request),
      cache: "no-store",
      signal,
    });
  } catch {
    throw new NetworkError();
  }
}

/** The chunks of a body. `quiet` is aborted when nothing was heard for `silenceMs`. */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  quiet: AbortController,
  silenceMs: number,
): AsyncGenerator<Chunk, StreamEnd, undefined> {
  const reader = body.getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), quiet, silenceMs);
      if (done) return "cut";
      for (const data of parser.push(value)) {
        if (data === "[DONE]") return "whole";
        const chunk = parse(data);
        if (chunk !== null) yield chunk;
      }
    }
  } catch {
    return "cut";
  } finally {
    // Not awaited: a dead connection may never answer.
    reader.cancel().catch(() => undefined);
  }
}

function withinSilence<T>(read: Promise<T>, quiet: AbortController, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      quiet.abort();
      reject(new NetworkError());
    }, ms);
    read.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function parse(data: string): Chunk | null {
  try {
    return parseChunk(JSON.parse(data));
  } catch {
    return null;
  }
}

/** Server-sent events out of bytes that may be cut anywhere, inside a character too. */
export class EventParser {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #data: string[] = [];

  /** The data of the events that these bytes complete. */
  push(bytes: Uint8Array): string[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): string[] {
    if (line === "") {
      const event = this.#data.join("\n");
      const found = this.#data.length > 0 ? [event] : [];
      this.#data = [];
      return found;
    }
    if (line.startsWith("data:")) this.#data.push(line.slice(line[5] === " " ? 6 : 5));
    return [];
  }
}

async function refusal(response: Response): Promise<TurnError> {
  const body: unknown = await response.json().catch(() => null);
  const error = isFields(body) ? decodeError(body.error) : null;
  const header = Number(response.headers.get("Retry-After") ?? NaN);
  const retryAfter = error?.retryAfter ?? (Number.isFinite(header) ? header : null);
  if (error) return new TurnError(error.code, error.message, response.status, retryAfter);
  // The platform speaks, not our server: no instance was free, or the function is not there.
  const busy = response.status === 429 || response.status >= 500;
  return busy
    ? new TurnError("unavailable", words.errors.busy, 503, retryAfter)
    : new TurnError("internal", words.errors.refused, response.status);
}
