"use client";

import { useSyncExternalStore } from "react";

const CHANGED = "hearth:thread";

function read(): string | null {
  return new URLSearchParams(location.search).get("t");
}

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(CHANGED, listener);
  };
}

/** Goes to a thread, or to a new one for `null`. Back leads to where the person was. */
export function openThread(id: string | null): void {
  if (id === read()) return;
  history.pushState(null, "", id === null ? "/" : `/?t=${encodeURIComponent(id)}`);
  dispatchEvent(new Event(CHANGED));
}

/** The thread that the address names: `/?t=<threadId>`. */
export function useThreadParam(): string | null {
  return useSyncExternalStore(subscribe, read, () => null);
}
