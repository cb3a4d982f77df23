/**
 * Cuts growing Markdown into blocks, so that what is closed is parsed once and never again.
 *
 * A cut is made only where the lines before it can no longer change their meaning: after a fence or
 * a heading, and at a line that follows a blank one and does not go on with a list. A formula that
 * stands on lines of its own is not cut either.
 */

import { mathFence } from "./math";

export type Block = {
  kind: "markdown" | "code";
  /** The source; for "code" what stands between the fences. */
  text: string;
  /** For "code", the word after the opening fence. */
  language: string;
  /** More text may still come into this block. */
  open: boolean;
};

export type Split = { source: string; blocks: Block[]; openAt: number };

export const EMPTY: Split = { source: "", blocks: [], openAt: 0 };

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;
const INNER_FENCE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})/;
const LIST = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;
/** A formula that goes on for longer was none. */
const LONGEST_FORMULA = 4_000;
const FOOTNOTE = /^\[\^[^\]]+\]:/m;

/** Splits `source`. What `before` had closed is kept as it is when `source` only grew. */
export function split(source: string, growing: boolean, before: Split = EMPTY): Split {
  const grew = source.startsWith(before.source.slice(0, before.openAt)) && before.openAt > 0;
  const kept = grew ? before.blocks.filter((block) => !block.open) : [];
  const start = grew ? before.openAt : 0;
  // Notes at the foot belong to the whole text: once it is complete, it is one block.
  if (!growing && FOOTNOTE.test(source)) {
    return { source, blocks: [markdown(source, false)], openAt: 0 };
  }
  return cut(source, start, kept, growing);
}

function cut(source: string, start: number, blocks: Block[], growing: boolean): Split {
  let from = start;
  let at = start;
  let blank = false;
  let list = false;
  /** What closes the code or the formula that these lines are in. */
  let inner = "";
  let innerAt = 0;

  const close = (end: number) => {
    const text = source.slice(from, end);
    if (text.trim() !== "") blocks.push(markdown(text, false));
    from = end;
    blank = list = false;
  };

  while (at < source.length) {
    const newline = source.indexOf("\n", at);
    const whole = newline !== -1;
    const end = whole ? newline + 1 : source.length;
    const line = source.slice(at, whole ? newline : end);

    if (inner !== "") {
      const formula = inner === "$$" || inner === "\\]";
      const ended = formula ? line.includes(inner) : closes(line.trim(), inner);
      if (ended || (formula && at - innerAt > LONGEST_FORMULA)) inner = "";
    } else if (!list && FENCE.test(line)) {
      close(at);
      const block = code(source, at, growing);
      blocks.push(block.block);
      if (block.block.open) return { source, blocks, openAt: at };
      from = at = block.end;
      continue;
    } else if (line.trim() === "") {
      blank = whole;
    } else {
      const sure = whole || !growing || /^[^\s\d\-+*`~]/.test(line) || line.length > 11;
      if (sure && blank && !(list && (LIST.test(line) || /^\s/.test(line)))) {
        close(at);
        continue;
      }
      if (sure && from < at && HEADING.test(line)) close(at);
      list ||= LIST.test(line);
      inner = line.startsWith(">") ? "" : (INNER_FENCE.exec(line)?.[1] ?? mathFence(line));
      innerAt = at;
      blank = false;
      if (whole && HEADING.test(line)) close(end);
    }
    at = end;
  }

  if (source.slice(from).trim() !== "") blocks.push(markdown(source.slice(from), growing));
  return { source, blocks, openAt: from };
}

function markdown(text: string, open: boolean): Block {
  return { kind: "markdown", text, language: "", open };
}

function closes(line: string, fence: string): boolean {
  return line.length >= fence.length && line === fence.charAt(0).repeat(line.length);
}

function code(source: string, at: number, growing: boolean): { block: Block; end: number } {
  const first = source.indexOf("\n", at);
  const opening = source.slice(at, first === -1 ? source.length : first);
  const [, , fence = "```", language = ""] = FENCE.exec(opening) ?? [];
  const body = first === -1 ? source.length : first + 1;
  let line = body;
  while (line < source.length) {
    const newline = source.indexOf("\n", line);
    const end = newline === -1 ? source.length : newline;
    if (closes(source.slice(line, end).trim(), fence) && (newline !== -1 || !growing)) {
      const text = source.slice(body, Math.max(body, line - 1));
      return { block: { kind: "code", text, language, open: false }, end: end + 1 };
    }
    line = end + 1;
  }
  // The last line may be the closing fence on its way: it isn't shown until that is known.
  const last = source.lastIndexOf("\n") + 1;
  const partial = growing && last >= body && /^\s*(`+|~+)$/.test(source.slice(last));
  const text = source.slice(body, partial ? Math.max(body, last - 1) : source.length);
  return {
    block: { kind: "code", text, language, open: growing },
    end: source.length,
  };
}

/** The link definitions of a text, which any of its blocks may refer to. */
export function definitions(blocks: readonly Block[]): string {
  return blocks.flatMap(definitionsIn).join("\n");
}

/** Each block is looked through once: a closed one does not change. */
const looked = new WeakMap<Block, string[]>();

function definitionsIn(block: Block): string[] {
  if (block.kind === "code" || block.open) return [];
  const known = looked.get(block);
  if (known) return known;
  const found = block.text.match(/^ {0,3}\[[^\]^][^\]]*\]:\s*\S+.*$/gm) ?? [];
  looked.set(block, found);
  return found;
}
