"use client";

import { useCallback } from "react";
import { useRemovals } from "@/hooks/use-removals";
import type { Kind } from "@/lib/removals";
import { words } from "@/words";
import { TOAST_MS, toast } from "./ui/toast";

/** Deletes with a way back, for as long as the toast that offers it is there. */
export function useRemoveWithUndo(): (kind: Kind, id: string) => void {
  const { remove } = useRemovals();
  return useCallback(
    (kind, id) =>
      toast(words.removal[kind], { label: words.common.undo, run: remove(kind, id, TOAST_MS) }),
    [remove],
  );
}

/** The ids of what is on its way out, and not to be shown. */
export function useHidden(): ReadonlySet<string> {
  return useRemovals().hidden;
}
