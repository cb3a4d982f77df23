"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds now; false while the page is prerendered. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

/** Wide enough for the sidebar to stand beside the thread. */
export const WIDE = "(min-width: 56rem)";
/** A mouse or a trackpad, and so most likely a keyboard too. */
export const FINE = "(pointer: fine)";
