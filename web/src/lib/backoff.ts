/** When to try again, and when to say no. */

import { NetworkError, TurnError } from "./errors";

export const FIRST_MS = 1_000;
export const LONGEST_MS = 30_000;
/** A busy server is asked this often; after that the person is told. */
const SERVER_ATTEMPTS = 5;
/** A longer wait than this is no hiccup but a limit, and the person should know. */
const LONGEST_RETRY_AFTER_S = 120;

export type Verdict = { kind: "retry"; delayMs: number } | { kind: "refuse" };

/** What to do after attempt number `attempts` (from 1) failed. `random` is from 0 to 1. */
export function verdict(error: unknown, attempts: number, random: number): Verdict {
  if (error instanceof NetworkError) return retry(attempts, random);
  if (!(error instanceof TurnError)) return { kind: "refuse" };
  if (error.retryAfter !== null && (error.status === 429 || error.status === 503)) {
    return error.retryAfter <= LONGEST_RETRY_AFTER_S
      ? retry(attempts, random, error.retryAfter * 1_000)
      : { kind: "refuse" };
  }
  // A 429 that names no time is a budget: waiting does not help.
  const transient = error.status >= 500;
  return transient && attempts < SERVER_ATTEMPTS ? retry(attempts, random) : { kind: "refuse" };
}

function retry(attempts: number, random: number, atLeastMs = 0): Verdict {
  const backoff = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
  return { kind: "retry", delayMs: Math.max(backoff * (0.75 + random / 4), atLeastMs) };
}
