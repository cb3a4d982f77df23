"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { TOAST_MS, toast } from "./ui/toast";

/**
 * Deletes with a way back: what is removed is hidden at once and deleted when the toast that offers
 * Undo has gone, or when the page does. Returns what is hidden, and how to remove.
 */
export function useRemoval(
  noun: string,
  remove: (id: string) => void,
): [ReadonlySet<string>, (id: string) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latest = useRef(remove);

  useEffect(() => {
    latest.current = remove;
  }, [remove]);

  useEffect(() => {
    const waiting = timers.current;
    const flush = () => {
      for (const [id, timer] of waiting) {
        clearTimeout(timer);
        latest.current(id);
      }
      waiting.clear();
    };
    addEventListener("pagehide", flush);
    return () => {
      removeEventListener("pagehide", flush);
      flush();
    };
  }, []);

  const ask = useCallback(
    (id: string) => {
      setHidden((before) => new Set(before).add(id));
      const timer = setTimeout(() => {
        timers.current.delete(id);
        latest.current(id);
      }, TOAST_MS);
      timers.current.set(id, timer);
      toast(`${noun} deleted.`, {
        label: "Undo",
        run: () => {
          clearTimeout(timers.current.get(id));
          timers.current.delete(id);
          setHidden((before) => new Set([...before].filter((other) => other !== id)));
        },
      });
    },
    [noun],
  );

  return [hidden, ask];
}
