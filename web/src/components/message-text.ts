import type { Part } from "@/lib/types";

/** What a message says, as one text: reasoning, tools and pictures left out. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.type === "text" ? [part.text] : []))
    .join("\n\n")
    .trim();
}
