"use client";

import { useEffect, useRef, useState } from "react";

/** Text is drawn anew this often at most: two frames. More would not be seen, and cost twice. */
const REDRAW_MS = 30;

/** A burst is spread over about this long, so that text flows at the pace at which it arrives. */
const SPREAD_MS = 240;

const CALM = "(prefers-reduced-motion: reduce)";

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
    const calm = matchMedia(CALM);

    const step = (now: number) => {
      frame = requestAnimationFrame(step);
      const length = target.current.length;
      if (position > length) position = length;
      const openLine = length - target.current.lastIndexOf("\n\n");
      const pause = Math.min(200, Math.max(REDRAW_MS, openLine / 20));
      if (position === length || now - before < pause) {
        if (position === length) before = now;
        return;
      }
      const share = calm.matches || document.hidden ? 1 : Math.min(1, (now - before) / SPREAD_MS);
      position = Math.min(length, position + Math.max(1, Math.ceil((length - position) * share)));
      before = now;
      setShown(position);
    };

    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [growing]);

  return growing ? upTo(text, Math.min(shown, text.length)) : text;
}
