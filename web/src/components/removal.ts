"use client";

import { useSyncExternalStore } from "react";
import { Cell } from "@/lib/cell";
import { TOAST_MS, toast } from "./ui/toast";

/*
 * Deleting with a way back: what is removed is hidden at once, and deleted when the toast that
 * offers Undo has gone, or when the page goes.
 */
const hidden = new Cell<ReadonlySet<string>>(new Set());
const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; remove: () => void }>();

function show(id: string): void {
  hidden.update((ids) => new Set([...ids].filter((other) => other !== id)));
}

/** Deletes now whatever waits for its toast to go. */
export function finishRemovals(): void {
  for (const { timer, remove } of waiting.values()) {
    clearTimeout(timer);
    remove();
  }
  waiting.clear();
}

let watching = false;

/** Hides what has that id; `remove` is called once Undo can't be chosen any more. */
export function removeWithUndo(noun: string, id: string, remove: () => void): void {
  if (!watching) addEventListener("pagehide", finishRemovals);
  watching = true;
  hidden.update((ids) => new Set(ids).add(id));
  const timer = setTimeout(() => {
    waiting.delete(id);
    remove();
  }, TOAST_MS);
  waiting.set(id, { timer, remove });
  toast(`${noun} deleted.`, {
    label: "Undo",
    run: () => {
      clearTimeout(timer);
      waiting.delete(id);
      show(id);
    },
  });
}

/** The ids of what is on its way out, and not to be shown. */
export function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(hidden.subscribe, hidden.get, hidden.get);
}
