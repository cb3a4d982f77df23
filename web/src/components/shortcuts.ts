"use client";

import { useEffect, useRef } from "react";
import type { Words } from "@/words/en";
import { openNote, openThread } from "./use-place";

type Shortcut = {
  name: Exclude<keyof Words["shortcuts"], "keys">;
  /** As a person reads them; "Mod" is Command on Apple's keyboards and Ctrl on others. */
  keys: readonly string[];
};

/** What the keyboard can do anywhere in the room. The order is that of the sheet. */
export const SHORTCUTS: readonly Shortcut[] = [
  { name: "send", keys: ["Enter"] },
  { name: "line", keys: ["Shift", "Enter"] },
  { name: "stop", keys: ["Esc"] },
  { name: "fresh", keys: ["Mod", "Shift", "O"] },
  { name: "write", keys: ["Shift", "Esc"] },
  { name: "search", keys: ["Mod", "K"] },
  { name: "sidebar", keys: ["Mod", "Shift", "S"] },
  { name: "note", keys: ["Mod", "Shift", "E"] },
  { name: "sheet", keys: ["Mod", "/"] },
];

type Verbs = { onSidebar: () => void; onSheet: () => void };

function focus(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  return element !== null;
}

/** Does what a pressed key stands for; tells whether it stands for anything. */
function press(event: KeyboardEvent, { onSidebar, onSheet }: Verbs): boolean {
  const key = event.key.toLowerCase();
  if (key === "escape" && event.shiftKey) return focus("[data-slot=composer] textarea");
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (key === "/") onSheet();
  else if (key === "k" && !event.shiftKey) return focus("[data-slot=sidebar] input[type=search]");
  else if (!event.shiftKey) return false;
  else if (key === "o") openThread(null);
  else if (key === "s") onSidebar();
  else if (key === "e") openNote(null);
  else return false;
  return true;
}

export function useShortcuts(verbs: Verbs): void {
  const latest = useRef(verbs);

  useEffect(() => {
    latest.current = verbs;
  });

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.isComposing && press(event, latest.current)) event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
