/** What a send may cost. The server decides; this is the figure to show before it is sent. */

import type { Agent, Model, Options } from "./types";

const CHARS_PER_TOKEN = 4;
/** As the server counts what has to fit, on the high side (functions/budget). */
const CHARS_PER_TOKEN_AT_LEAST = 3;
/** Room for an agent's prompt and its tools, which this device does not know. */
const MARGIN_TOKENS = 1_000;

/** What an answer may take where nobody has said how long it may be. */
const DEFAULT_MAX_TOKENS = 4096;

/** The tokens that an answer may take: the person's choice, else the agent's. */
export function answerTokens(
  options: Pick<Options, "maxTokens">,
  agent: Pick<Agent, "maxTokens"> | undefined,
): number {
  return options.maxTokens ?? agent?.maxTokens ?? DEFAULT_MAX_TOKENS;
}

/**
 * USD for a prompt of `promptChars` and an answer that uses all of `maxTokens`; `null` for a model
 * without a price.
 */
export function estimateUsd(
  model: Pick<Model, "price" | "maxOutputTokens">,
  promptChars: number,
  maxTokens: number | null,
): number | null {
  if (model.price === null) return null;
  const input = Math.ceil(promptChars / CHARS_PER_TOKEN);
  const output = Math.min(maxTokens ?? model.maxOutputTokens, model.maxOutputTokens);
  return (input * model.price.input + output * model.price.output) / 1_000_000;
}

/** Whether a message of `chars` and an answer of `maxTokens` fit into what a model can read. */
export function fits(
  { contextTokens, maxOutputTokens }: Pick<Model, "contextTokens" | "maxOutputTokens">,
  chars: number,
  maxTokens: number,
): boolean {
  const answer = Math.min(maxTokens, maxOutputTokens, contextTokens / 2);
  return chars / CHARS_PER_TOKEN_AT_LEAST + answer + MARGIN_TOKENS <= contextTokens;
}
