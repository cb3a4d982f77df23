/**
 * Formulas in Markdown as the models write them, made into the one form that the parser knows:
 * `$$…$$` within a line, and `$$` on lines of its own around a formula that stands alone.
 *
 * A single dollar opens a formula only as it does in Pandoc: no space after it, none before the
 * closing one, and no digit after that, so that "$5 and $10" stays money.
 */

/* No pattern looks further than some thousand characters, so that no text can take long. */

/** Code keeps its dollars: a fenced block, or a span between equal runs of backticks. */
const CODE =
  /(^|\n)( {0,3}(?:`{3,}|~{3,}))[\s\S]*?(?:\n\2[^\n]*|$)|(`+)(?!`)[\s\S]{0,4000}?[^`]\3(?!`)/;
const DISPLAY = /\\\[([\s\S]{1,4000}?)\\\]|\$\$([\s\S]{1,4000}?)\$\$/;
const INLINE =
  /\\\(([^\n]{1,1000}?)\\\)|(?<![\\$\w])\$(?![\s$])([^$\n]{0,1000}?[^$\s\\])\$(?![\d$])/;
const ANY = new RegExp([CODE, DISPLAY, INLINE].map(({ source }) => `(?:${source})`).join("|"), "g");

/** Whether a text may have a formula in it, so that the parts that draw one are worth loading. */
export function mayHaveMath(text: string): boolean {
  return /\$[^$\s]|\$\$|\\\(|\\\[/.test(text);
}

export function withMath(text: string): string {
  return text.replace(ANY, (whole: string, ...rest: unknown[]) => {
    const groups = rest.slice(0, 7).map((group) => (typeof group === "string" ? group : ""));
    const at = Number(rest[7]);
    const [, , , bracketed, doubled, round, single] = groups;
    const inline = round || single;
    if (inline) return money(inline) ? whole : `$$${inline.trim()}$$`;
    const display = bracketed || doubled;
    if (!display) return whole;
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const end = text.indexOf("\n", at + whole.length);
    const after = text.slice(at + whole.length, end === -1 ? text.length : end);
    const alone = before.trim() === "" && after.trim() === "";
    if (!alone) return bracketed ? `\n$$\n${display.trim()}\n$$\n` : `$$${display.trim()}$$`;
    const body = display.trim().split("\n").join(`\n${before}`);
    return `$$\n${before}${body}\n${before}$$`;
  });
}

/** "5 or " between two dollars is a price and what follows it. */
function money(inner: string): boolean {
  return /^\d[\d,.]*\s+[a-z]/i.test(inner) && !/[\\^_=+]/.test(inner);
}

/** What closes a formula that this line opens on lines of its own; "" where it opens none. */
export function mathFence(line: string): "$$" | "\\]" | "" {
  const start = line.trim();
  if (start.startsWith("$$")) return start.indexOf("$$", 2) === -1 ? "$$" : "";
  return start.startsWith("\\[") && !start.includes("\\]") ? "\\]" : "";
}
