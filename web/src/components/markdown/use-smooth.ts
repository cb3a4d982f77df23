"use client";

import { useEffect, useRef, useState } from "react";

/** A burst is spread over about this long, so that text flows at the pace at which it arrives. */
const SPREAD_MS = 240;

function still(): boolean {
  return document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The first `end` UTF-16 units of a text, never half of a pair. */
function upTo(text: string, end: number): string {
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
}

/**
 * The part of a growing text to show now. Text that was there at first is shown whole; what comes
 * later flows in, and long unfinished blocks are redrawn less often than short ones.
 */
export function useSmooth(text: string, growing: boolean): string {
  const [shown, setShown] = useState(text.length);
  const target = useRef(text);

  useEffect(() => {
    target.current = text;
  }, [text]);

  useEffect(() => {
    if (!growing) return;
    let frame = 0;
    let position = target.current.length;
    let before = performance.now();

    const step = (now: number) => {
      frame = requestAnimationFrame(step);
      const length = target.current.length;
      if (position > length) position = length;
      const openLine = length - target.current.lastIndexOf("\n\n");
      const pause = Math.min(200, openLine / 30);
      if (position === length || now - before < pause) {
        if (position === length) before = now;
        return;
      }
      const share = still() ? 1 : Math.min(1, (now - before) / SPREAD_MS);
      position = Math.min(length, position + Math.max(1, Math.ceil((length - position) * share)));
      before = now;
      setShown(position);
    };

    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [growing]);

  return growing ? upTo(text, Math.min(shown, text.length)) : text;
}
