"use client";

import { useEffect } from "react";

/** A touch that begins this near to the edge, in CSS pixels, can draw the drawer out. */
const EDGE = 32;
const FAR = 56;

/** Draws a drawer out with a thumb from the edge of the window, and back in from anywhere. */
export function useEdgeSwipe(enabled: boolean, open: boolean, set: (open: boolean) => void): void {
  useEffect(() => {
    if (!enabled) return;
    let start: { x: number; y: number } | null = null;
    const rightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
    /** How far from the edge at which lines begin. */
    const inset = (x: number) => (rightToLeft ? innerWidth - x : x);

    const begin = ({ touches }: TouchEvent) => {
      const [touch] = touches;
      const usable = touches.length === 1 && touch && (open || inset(touch.clientX) < EDGE);
      start = usable ? { x: inset(touch.clientX), y: touch.clientY } : null;
    };
    const end = ({ changedTouches }: TouchEvent) => {
      const [touch] = changedTouches;
      if (!start || !touch) return;
      const moved = inset(touch.clientX) - start.x;
      const level = Math.abs(touch.clientY - start.y) < Math.abs(moved) / 1.5;
      start = null;
      if (level && !open && moved > FAR) set(true);
      if (level && open && moved < -FAR) set(false);
    };

    addEventListener("touchstart", begin, { passive: true });
    addEventListener("touchend", end, { passive: true });
    return () => {
      removeEventListener("touchstart", begin);
      removeEventListener("touchend", end);
    };
  }, [enabled, open, set]);
}
