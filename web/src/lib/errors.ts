/** What can go wrong on the way to an answer. Messages are sentences for the person. */

import { words } from "@/words";
import type { ErrorBody } from "./types";

/** A refusal by the server: of a turn before the first byte of its answer, or of a call. */
export class TurnError extends Error {
  override name = "TurnError";
  readonly code: string;
  readonly status: number;
  /** Seconds until a retry may succeed; `null` when the server named none. */
  readonly retryAfter: number | null;

  constructor(code: string, message: string, status: number, retryAfter: number | null = null) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  get body(): ErrorBody {
    const body = { code: this.code, message: this.message };
    return this.retryAfter === null ? body : { ...body, retryAfter: this.retryAfter };
  }
}

/** The server could not be reached, or the connection broke before it answered. */
export class NetworkError extends Error {
  override name = "NetworkError";

  constructor(message = words.errors.noNetwork) {
    super(message);
  }
}

const seen = new Set<string>();

/** Tells the console once per `key`: a bad document must not flood it. */
export function reportOnce(key: string, problem: unknown): void {
  if (seen.has(key)) return;
  seen.add(key);
  console.warn(`Hearth: ${key}:`, problem);
}
