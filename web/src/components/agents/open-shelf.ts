import { Cell } from "@/lib/cell";

/** What lies over the room: one of its pages, or nothing. */
export type Shelf =
  "agents" | "tokens" | "permissions" | "usage" | "shares" | "owner" | "import" | "leave" | null;

export const shelf = new Cell<Shelf>(null);

export function openShelf(which: Shelf): void {
  shelf.set(which);
}
