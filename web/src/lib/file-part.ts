/** A file in a message: a text part that names the file and fences what it says. */

import type { Part, TextPart } from "./types";

/** What a file says, as text, and the name that it goes by; `pages` is `null` where it has none. */
export type TextFile = { name: string; text: string; pages: number | null };

/** A message has room for two files of this length with what is said of them. */
export const MAX_CHARS = 99_000;
/** What the server takes in one message, of all its texts together (functions/request). */
export const MAX_MESSAGE = 200_000;

// As functions/files reads it: the two have one fixture.
const FRAMED = /^\[File: ([^\n]+?)(?:, (\d{1,6}) pages?)?\]\n(`{3,})\n([\s\S]*)\n\3$/;
const LONGEST_NAME = 120;

/** The part for a file. The fence is longer than any inside, so that no text can end it. */
export function filePart({ name, text, pages }: TextFile): TextPart {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = "`".repeat(longest + 1);
  const told = pages === null ? name : `${name}, ${pages} ${pages === 1 ? "page" : "pages"}`;
  return { type: "text", text: `[File: ${told}]\n${fence}\n${text}\n${fence}` };
}

/** The file that a part is, or `null`. */
export function fileOf(part: Part): TextFile | null {
  const [, name, pages, , text] = (part.type === "text" && FRAMED.exec(part.text)) || [];
  if (name === undefined || text === undefined) return null;
  return { name, text, pages: pages === undefined ? null : Number(pages) };
}

/** What a message says, as one text: reasoning, tools and pictures left out. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.type === "text" ? [part.text] : []))
    .join("\n\n")
    .trim();
}

/** What a person said with a message: its files left out, too. */
export function saidOf(parts: readonly Part[]): string {
  return textOf(parts.filter((part) => fileOf(part) === null));
}

/** What a message is known by: what was said with it, else the names of its files. */
export function gistOf(parts: readonly Part[]): string {
  return saidOf(parts) || parts.flatMap((part) => fileOf(part)?.name ?? []).join(", ");
}

/** A name on one line, of a length that can be shown; the end, which tells the kind, is kept. */
export function tidyName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim() || "file";
  return line.length <= LONGEST_NAME ? line : `…${line.slice(1 - LONGEST_NAME)}`;
}

/** The beginning of a text that is too long, ended by a note for the model. */
export function cut(text: string, note: string): string {
  if (text.length <= MAX_CHARS) return text;
  const ended = `\n\n[${note}]`;
  // Half of a pair of surrogates would be no character.
  return text.slice(0, MAX_CHARS - ended.length).replace(/[\uD800-\uDBFF]$/, "") + ended;
}
