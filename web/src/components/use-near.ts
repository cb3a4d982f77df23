"use client";

import { useEffect, useRef, type RefObject } from "react";

/** How far ahead of the end of a list more of it is fetched. */
const AHEAD = "400px";

/** Calls `reach` when an element comes near the window of its scroller. */
export function useNear<T extends HTMLElement>(reach: () => void): RefObject<T | null> {
  const element = useRef<T>(null);
  const latest = useRef(reach);

  useEffect(() => {
    latest.current = reach;
  }, [reach]);

  // Begins anew after each rendering: a list that grew may still not fill the window.
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) latest.current();
      },
      { root: element.current.parentElement, rootMargin: AHEAD },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  });

  return element;
}
