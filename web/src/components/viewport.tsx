"use client";

import { useEffect } from "react";

/**
 * Tells CSS how much of the window a keyboard leaves. Chromium shrinks the page by itself
 * (interactive-widget); Safari lays the keyboard over it and scrolls, so the frame follows.
 */
export function Viewport() {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const root = document.documentElement.style;
    const fit = () => {
      const covered = view.scale === 1 && window.innerHeight - view.height > 80;
      if (covered) {
        root.setProperty("--window-height", `${view.height}px`);
        root.setProperty("--window-top", `${view.offsetTop}px`);
      } else {
        root.removeProperty("--window-height");
        root.removeProperty("--window-top");
      }
    };
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    return () => {
      view.removeEventListener("resize", fit);
      view.removeEventListener("scroll", fit);
    };
  }, []);
  return null;
}
