/** Searching in what this device holds: a thread is found by its title or by what was said in it. */

import type { Thread } from "./types";

export type Found = { thread: Thread; snippet: string | null };

const AROUND = 36;

/** Text as it is compared: without case, accents and extra spaces. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

/** The words around the first place where `sought` stands; `null` where it does not. */
export function snippetOf(text: string, sought: string): string | null {
  const line = plain(text);
  const at = line.indexOf(plain(sought));
  if (at === -1) return null;
  const from = Math.max(0, at - AROUND);
  const to = Math.min(line.length, at + sought.length + AROUND);
  return `${from > 0 ? "…" : ""}${line.slice(from, to).trim()}${to < line.length ? "…" : ""}`;
}

/** The threads that have `sought` in their title, or in a text of theirs; in the order given. */
export function found(
  threads: readonly Thread[],
  said: readonly { threadId: string; text: string }[],
  sought: string,
): Found[] {
  const words = plain(sought);
  if (words === "") return threads.map((thread) => ({ thread, snippet: null }));
  const texts = new Map<string, string>();
  for (const { threadId, text } of said) {
    if (texts.has(threadId)) continue;
    const snippet = snippetOf(text, sought);
    if (snippet !== null) texts.set(threadId, snippet);
  }
  return threads.flatMap((thread) => {
    const snippet = texts.get(thread.id) ?? null;
    return snippet !== null || plain(thread.title).includes(words) ? [{ thread, snippet }] : [];
  });
}
