/** Pictures that are about to be sent, per thread. They last as long as the page. */

import { Cell } from "./cell";
import { objectUrl } from "./pictures";
import type { Picture } from "./types";

/** A picture and where its preview can be shown from. */
export type Attachment = Picture & { url: string };

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

export function attach(uid: string, threadId: string | null, picture: Picture): void {
  const added = { ...picture, url: objectUrl(picture) };
  attachments(uid, threadId).update((held) => [...held, added].slice(0, MOST));
}

export function detach(uid: string, threadId: string | null, id: string): void {
  attachments(uid, threadId).update((held) => held.filter((one) => !dropped(one, one.id === id)));
}

/** Takes all of a thread's, to be sent. */
export function takeAttachments(uid: string, threadId: string | null): Picture[] {
  const cell = attachments(uid, threadId);
  const held = cell.get();
  cell.set([]);
  return held.map(({ url, ...picture }) => {
    URL.revokeObjectURL(url);
    return picture;
  });
}

export function forgetAttachments(uid: string): void {
  for (const [key, cell] of cells) {
    if (!key.startsWith(`${uid}:`)) continue;
    for (const one of cell.get()) dropped(one, true);
    cell.set([]);
  }
}

function dropped({ url }: Attachment, yes: boolean): boolean {
  if (yes) URL.revokeObjectURL(url);
  return yes;
}
