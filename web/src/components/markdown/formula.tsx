"use client";

import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { Cell } from "@/lib/cell";
import { words } from "@/words";
import type * as katex from "./katex";

type Drawn = typeof katex;

/** What draws formulas, once it has been loaded: a text without any never asks for it. */
const drawn = new Cell<Drawn | null>(null);
let asked = false;

/** The plugin that finds formulas in Markdown; `null` while it isn't `needed`, or isn't here yet. */
export function useMath(needed: boolean): Drawn["remarkMath"] | null {
  const module = useSyncExternalStore(drawn.subscribe, drawn.get, () => null);
  useLayoutEffect(() => {
    if (!needed || asked) return;
    asked = true;
    void import("./katex").then(
      (loaded) => drawn.set(loaded),
      () => (asked = false),
    );
  }, [needed]);
  return needed && module ? module.remarkMath : null;
}

type FormulaProps = { source: string; display: boolean };

/** A formula, drawn; its source is shown where it can't be. */
export function Formula({ source, display }: FormulaProps) {
  const box = useRef<HTMLSpanElement>(null);
  const module = useSyncExternalStore(drawn.subscribe, drawn.get, () => null);

  useLayoutEffect(() => {
    if (box.current && module) module.draw(box.current, source, display);
  }, [module, source, display]);

  return (
    <span
      ref={box}
      dir="ltr"
      data-slot="formula"
      data-state={display ? "display" : "inline"}
      tabIndex={display ? 0 : undefined}
      role={display ? "group" : undefined}
      aria-label={display ? words.markdown.formula : undefined}
      className={
        display ? "block overflow-x-auto overflow-y-hidden py-1 text-center" : "whitespace-nowrap"
      }
    />
  );
}
