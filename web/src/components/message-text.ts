import type { Part } from "@/lib/types";

/** What a message says, as one text: reasoning, tools and pictures left out. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.type === "text" ? [part.text] : []))
    .join("\n\n")
    .trim();
}

/** How long messages are, in characters, as far as they are text. */
export function charactersOf(messages: readonly { parts: readonly Part[] }[]): number {
  return messages.reduce((sum, { parts }) => sum + textOf(parts).length, 0);
}
