"use client";

import { useEffect, useId, useRef } from "react";
import { isOverlay } from "./use-place";

/** Entries that are about to be left again, by the id of what they stood for. */
const leaving = new Map<string, ReturnType<typeof setTimeout>>();

/** While something is open over the page, going back closes it instead of leaving the page. */
export function useBackCloses(open: boolean, close: () => void): void {
  const id = useId();
  const latest = useRef(close);

  useEffect(() => {
    latest.current = close;
  }, [close]);

  useEffect(() => {
    if (!open) return;
    // Opened again at once, as React does in development: the entry is still there.
    const waiting = leaving.get(id);
    clearTimeout(waiting);
    leaving.delete(id);
    if (waiting === undefined) enter(id);
    const onBack = () => {
      if (!isTop(id)) latest.current();
    };
    addEventListener("popstate", onBack);
    return () => {
      removeEventListener("popstate", onBack);
      const timer = setTimeout(() => {
        leaving.delete(id);
        if (isTop(id)) history.back();
      });
      leaving.set(id, timer);
    };
  }, [open, id]);
}

/** What opens as another closes takes its place. */
function enter(id: string): void {
  const state: unknown = history.state;
  if (isOverlay(state) && leaving.has(state.overlay)) history.replaceState({ overlay: id }, "");
  else history.pushState({ overlay: id }, "");
}

function isTop(id: string): boolean {
  const state: unknown = history.state;
  return isOverlay(state) && state.overlay === id;
}
