/** What a send may cost. The server decides; this is the figure to show before it is sent. */

import type { Model } from "./types";

const CHARS_PER_TOKEN = 4;

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
