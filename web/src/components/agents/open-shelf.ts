import { Cell } from "@/lib/cell";

/** What lies over the room: the agents, the tokens, or nothing. */
export type Shelf = "agents" | "tokens" | null;

export const shelf = new Cell<Shelf>(null);

export function openShelf(which: Shelf): void {
  shelf.set(which);
}
