/** Pictures and files that are about to be sent, per thread. They last as long as the page. */

import { Cell } from "./cell";
import { filePart, type TextFile } from "./file-part";
import { newId } from "./ids";
import { objectUrl } from "./pictures";
import type { Part, Picture } from "./types";

/** A picture and where its preview can be shown from, what a file says, or one being read. */
export type Attachment =
  | ({ kind: "picture"; url: string } & Picture)
  | ({ kind: "file"; id: string } & TextFile)
  | { kind: "reading"; id: string; name: string };

/** What a message carries besides what is said: parts, and the pictures that some of them name. */
export type Carried = { pictures: Picture[]; parts: Part[] };

export const NOTHING: Carried = { pictures: [], parts: [] };

/** As many as a message can carry. */
export const MOST = 8;

const cells = new Map<string, Cell<readonly Attachment[]>>();

function keyOf(uid: string, threadId: string | null): string {
  return `${uid}:${threadId ?? "new"}`;
}

export function attachments(uid: string, threadId: string | null): Cell<readonly Attachment[]> {
  const key = keyOf(uid, threadId);
  const known = cells.get(key);
  if (known) return known;
  const cell = new Cell<readonly Attachment[]>([]);
  cells.set(key, cell);
  return cell;
}

/** Keeps a place for what is about to be read. Returns the id that it has until then. */
export function begin(uid: string, threadId: string | null, name: string): string {
  const id = newId();
  attachments(uid, threadId).update((held) =>
    [...held, { kind: "reading" as const, id, name }].slice(0, MOST),
  );
  return id;
}

/** Puts a picture into the place that was kept, unless the person has removed it meanwhile. */
export function attachPicture(
  uid: string,
  threadId: string | null,
  id: string,
  picture: Picture,
): void {
  put(uid, threadId, id, () => ({ kind: "picture", ...picture, url: objectUrl(picture) }));
}

/** The same of a file. */
export function attachFile(uid: string, threadId: string | null, id: string, file: TextFile): void {
  put(uid, threadId, id, () => ({ kind: "file", id, ...file }));
}

export function detach(uid: string, threadId: string | null, id: string): void {
  attachments(uid, threadId).update((held) => held.filter((one) => !dropped(one, one.id === id)));
}

/** Takes a thread's, to be sent before what is said of them. What is still being read stays. */
export function takeAttachments(uid: string, threadId: string | null): Carried {
  const cell = attachments(uid, threadId);
  const carried: Carried = { pictures: [], parts: [] };
  for (const one of cell.get()) {
    dropped(one, true);
    if (one.kind === "file") carried.parts.push(filePart(one));
    else if (one.kind === "picture") {
      const { id, mediaType, data } = one;
      carried.pictures.push({ id, mediaType, data });
      carried.parts.push({ type: "image", imageId: id, mediaType });
    }
  }
  cell.update((held) => held.filter(({ kind }) => kind === "reading"));
  return carried;
}

/** How many characters the files add to a message. */
export function charactersOfFiles(attached: readonly Attachment[]): number {
  return attached.reduce(
    (sum, one) => sum + (one.kind === "file" ? filePart(one).text.length + 2 : 0),
    0,
  );
}

export function forgetAttachments(uid: string): void {
  for (const [key, cell] of cells) {
    if (!key.startsWith(`${uid}:`)) continue;
    for (const one of cell.get()) dropped(one, true);
    cell.set([]);
  }
}

function put(uid: string, threadId: string | null, id: string, made: () => Attachment): void {
  attachments(uid, threadId).update((held) => held.map((one) => (one.id === id ? made() : one)));
}

function dropped(one: Attachment, yes: boolean): boolean {
  if (yes && one.kind === "picture") URL.revokeObjectURL(one.url);
  return yes;
}
