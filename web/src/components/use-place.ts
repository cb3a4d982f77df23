"use client";

import { useMemo, useSyncExternalStore } from "react";

/** Where the person is, as the address says it: `/?t=<thread>&m=<message>&n=<note>`. */
export type Place = { thread: string | null; message: string | null; note: string | null };

const CHANGED = "hearth:place";

export function placeOf(search: string): Place {
  const params = new URLSearchParams(search);
  return { thread: params.get("t"), message: params.get("m"), note: params.get("n") };
}

export function addressOf({ thread, message, note }: Place): string {
  const params = new URLSearchParams();
  if (thread !== null) params.set("t", thread);
  if (thread !== null && message !== null) params.set("m", message);
  if (note !== null) params.set("n", note);
  const search = params.toString();
  return search === "" ? "/" : `/?${search}`;
}

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(CHANGED, listener);
  };
}

function go(change: Partial<Place>): void {
  const address = addressOf({ ...placeOf(location.search), ...change });
  if (address === `${location.pathname}${location.search}`) return;
  // An open drawer or dialog has an entry of its own; going on from there takes its place.
  if (isOverlay(history.state)) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  dispatchEvent(new Event(CHANGED));
}

/** Goes to a thread, or to a new one for `null`. Back leads to where the person was. */
export function openThread(id: string | null, message: string | null = null): void {
  go({ thread: id, message });
}

/** Opens a note beside the thread, or closes it for `null`. */
export function openNote(id: string | null): void {
  go({ note: id });
}

export function usePlace(): Place {
  const search = useSyncExternalStore(
    subscribe,
    () => location.search,
    () => "",
  );
  return useMemo(() => placeOf(search), [search]);
}

/** Whether an entry of the history stands for something open over the page. */
export function isOverlay(state: unknown): state is { overlay: string } {
  return typeof state === "object" && state !== null && "overlay" in state;
}
