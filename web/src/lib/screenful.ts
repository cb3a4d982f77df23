/** How many messages at the end of a thread fill the screen: what is drawn before all else. */

import { saidOf, textOf } from "./file-part";
import type { ShownMessage } from "./types";

/** A line of text, and what stands around it at the least, in CSS pixels. */
const LINE = 24;
const AROUND = { user: 68, assistant: 110 };
/** A character's width; with Markdown's signs and its links' addresses, fewer of them are seen. */
const CHARACTER = 8;
const SEEN = 0.7;
/** Text is no wider than this, however wide the window is. */
const WIDEST = 700;
/** What a person said stands folded to so many lines. */
const FOLDED = 14;

/** Rather one too many: what is left out is drawn a moment later, and moves nothing. */
export function screenful(
  messages: readonly ShownMessage[],
  width: number,
  height: number,
): ShownMessage[] {
  const inLine = Math.min(width, WIDEST) / CHARACTER;
  let filled = 0;
  let first = messages.length;
  while (first > 0 && filled < height) {
    first -= 1;
    const message = messages[first];
    if (message) filled += heightOf(message, inLine);
  }
  return messages.slice(first);
}

function heightOf({ role, parts }: ShownMessage, inLine: number): number {
  const text = role === "user" ? saidOf(parts) : textOf(parts);
  const lines = Math.floor((text.length * SEEN) / inLine);
  return AROUND[role] + (role === "user" ? Math.min(lines, FOLDED) : lines) * LINE;
}
