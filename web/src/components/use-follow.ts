"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** How far from the end still counts as being at the end, in CSS pixels. */
const NEAR = 48;

export type Follow = {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The reader is away from the end, and perhaps something was written there meanwhile. */
  away: boolean;
  unseen: boolean;
  toEnd: () => void;
};

/**
 * Keeps the end of a growing text in sight while the reader is there, and never moves a reader who
 * is not. `key` names the text: another one starts at its end. `firstId` names its first message:
 * when earlier ones come in above it, what the reader was looking at stays in its place.
 */
export function useFollow(key: string | null, firstId: string | undefined): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const first = useRef<string | undefined>(undefined);
  /** The height of all text at the last layout. Asked for sooner, it would cost one more. */
  const laidOut = useRef(0);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    setAway(false);
    setUnseen(false);
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    following.current = true;
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [key]);

  useLayoutEffect(() => {
    const box = scroller.current;
    const id = first.current;
    first.current = firstId;
    if (!box || id === undefined || id === firstId || !inside(box, id)) return;
    const above = box.scrollHeight - laidOut.current;
    if (above > 0 && box.scrollTop < above) box.scrollTop += above;
  }, [firstId]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    let height = inner.offsetHeight;
    let top = box.scrollTop;

    const onScroll = () => {
      const near = box.scrollHeight - box.clientHeight - box.scrollTop < NEAR;
      // Only a reader moves up; text that grows moves the end down and leaves the place alone.
      if (near) following.current = true;
      else if (box.scrollTop < top - 1) following.current = false;
      top = box.scrollTop;
      setAway(!near && !following.current);
      if (near) setUnseen(false);
    };

    const observer = new ResizeObserver(() => {
      const grew = inner.offsetHeight > height;
      height = inner.offsetHeight;
      laidOut.current = box.scrollHeight;
      if (following.current) box.scrollTop = box.scrollHeight;
      else if (grew) setUnseen(true);
    });

    box.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(inner);
    observer.observe(box);
    return () => {
      box.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [key]);

  return { scroller, content, away, unseen, toEnd };
}

function inside(box: HTMLElement, messageId: string): boolean {
  return box.querySelector(`[data-message="${CSS.escape(messageId)}"]`) !== null;
}
