import { textOf } from "@/lib/file-part";
import type { Part } from "@/lib/types";

export { saidOf, textOf } from "@/lib/file-part";

/** How long messages are, in characters, as far as they are text. */
export function charactersOf(messages: readonly { parts: readonly Part[] }[]): number {
  return messages.reduce((sum, { parts }) => sum + textOf(parts).length, 0);
}
