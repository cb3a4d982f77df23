/** What draws formulas. Loaded with the first text that has one. */
import katex from "katex";
import "katex/dist/katex.min.css";
import math from "remark-math";
import type { Plugin } from "unified";

/** Only doubled dollars: the single ones have been read by `withMath`. */
export const remarkMath: [Plugin, { singleDollarTextMath: boolean }] = [
  math,
  { singleDollarTextMath: false },
];

/** Draws a formula into an element. It can load nothing and link to nothing. */
export function draw(into: HTMLElement, source: string, display: boolean): void {
  katex.render(source, into, {
    displayMode: display,
    output: "htmlAndMathml",
    throwOnError: false,
    errorColor: "currentColor",
    trust: false,
    strict: "ignore",
    maxSize: 20,
    maxExpand: 300,
  });
}
