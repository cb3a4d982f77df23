/** What was typed and not sent, per thread, kept on this device until it is sent or signed out. */

import { Cell, type Readable } from "./cell";

const PREFIX = "hearth-draft";

const cells = new Map<string, Cell<string>>();

function keyOf(uid: string, threadId: string | null): string {
  return `${PREFIX}:${uid}:${threadId ?? "new"}`;
}

export function draft(uid: string, threadId: string | null): Readable<string> {
  return cellOf(keyOf(uid, threadId));
}

export function setDraft(uid: string, threadId: string | null, text: string): void {
  const key = keyOf(uid, threadId);
  cellOf(key).set(text);
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage is full or forbidden: the draft lasts as long as the page.
  }
}

export function forgetDrafts(uid: string): void {
  const prefix = `${PREFIX}:${uid}:`;
  for (const [key, cell] of cells) if (key.startsWith(prefix)) cell.set("");
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is forbidden, so there is nothing in it.
  }
}

function cellOf(key: string): Cell<string> {
  let cell = cells.get(key);
  if (!cell) {
    cell = new Cell(stored(key));
    cells.set(key, cell);
  }
  return cell;
}

function stored(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
