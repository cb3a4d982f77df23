/** What was typed into a note and has not reached the server, kept on this device until it has. */

/** `from` is what the note said before, in any of which `text` may take its place. */
export type Unsaved = { text: string; from: readonly string[] };

const PREFIX = "hearth-note";

function prefixOf(uid: string): string {
  return `${PREFIX}:${uid}:`;
}

/** All that is unsaved, by the ids of the notes. */
export function unsavedNotes(uid: string): Map<string, Unsaved> {
  const prefix = prefixOf(uid);
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    const found = keys.flatMap((key): [string, Unsaved][] => {
      const unsaved = read(key);
      return unsaved ? [[key.slice(prefix.length), unsaved]] : [];
    });
    return new Map(found);
  } catch {
    return new Map();
  }
}

export function unsavedNote(uid: string, id: string): Unsaved | null {
  return read(prefixOf(uid) + id);
}

/** Keeps it; `null` lets go of it. */
export function keepNote(uid: string, id: string, unsaved: Unsaved | null): void {
  const key = prefixOf(uid) + id;
  try {
    if (unsaved === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(unsaved));
  } catch {
    // Storage is full or forbidden: the note is saved at the next pause.
  }
}

export function forgetUnsavedNotes(uid: string): void {
  for (const id of unsavedNotes(uid).keys()) keepNote(uid, id, null);
}

function read(key: string): Unsaved | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isUnsaved(value) ? value : null;
  } catch {
    return null;
  }
}

function isUnsaved(value: unknown): value is Unsaved {
  if (typeof value !== "object" || value === null) return false;
  const { text, from } = value as Partial<Record<keyof Unsaved, unknown>>;
  return typeof text === "string" && Array.isArray(from);
}
