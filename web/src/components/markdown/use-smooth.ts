"use client";

import { startTransition, useEffect, useRef, useState } from "react";

/** Text is drawn anew this often at most: two frames. More would not be seen, and cost twice. */
const REDRAW_MS = 30;

/** The least often, whatever the device and the text. */
const SLOWEST_MS = 200;

/** Frames of a device that keeps up; one that does not is given fewer redraws to do. */
const FRAME_MS = 17;

/** How much of what was known of the frames' pace one more of them leaves. */
const KEPT = 0.9;

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
    let last = before;
    let gap = FRAME_MS;
    const calm = matchMedia(CALM);

    const step = (now: number) => {
      frame = requestAnimationFrame(step);
      gap = KEPT * gap + (1 - KEPT) * Math.min(SLOWEST_MS, now - last);
      last = now;
      const length = target.current.length;
      if (position > length) position = length;
      const openLine = length - target.current.lastIndexOf("\n\n");
      const strain = Math.max(1, gap / FRAME_MS) ** 2;
      const pause = Math.min(SLOWEST_MS, Math.max(REDRAW_MS * strain, openLine / 20));
      if (position === length || now - before < pause) {
        if (position === length) before = now;
        return;
      }
      const share = calm.matches || document.hidden ? 1 : Math.min(1, (now - before) / SPREAD_MS);
      position = Math.min(length, position + Math.max(1, Math.ceil((length - position) * share)));
      before = now;
      // A tap or a keystroke goes before it, and so does a frame that is due.
      startTransition(() => setShown(position));
    };

    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [growing]);

  return growing ? upTo(text, Math.min(shown, text.length)) : text;
}
