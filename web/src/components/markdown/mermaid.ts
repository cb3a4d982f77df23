/** What draws diagrams. Loaded when one is asked for. */
import mermaid from "mermaid";

/** The colours of theme.css, as the library takes them. */
const LIGHT = {
  background: "#fcfaf6",
  primaryColor: "#f9e9da",
  primaryBorderColor: "#c9a78a",
  primaryTextColor: "#2a2420",
  secondaryColor: "#f2ede5",
  tertiaryColor: "#ffffff",
  lineColor: "#7d7168",
  textColor: "#2a2420",
};
const DARK = {
  darkMode: true,
  background: "#151210",
  primaryColor: "#3b2a20",
  primaryBorderColor: "#8a6448",
  primaryTextColor: "#ece7e1",
  secondaryColor: "#2a2623",
  tertiaryColor: "#211d1a",
  lineColor: "#a2968c",
  textColor: "#ece7e1",
};

let count = 0;
let queue: Promise<unknown> = Promise.resolve();

/**
 * A diagram as the text of an SVG. Rejects with a sentence when the source can't be drawn. It is
 * meant for an <img>, where nothing of it can run or load.
 */
export function draw(source: string, dark: boolean): Promise<string> {
  const drawn = queue.then(() => drawNow(source, dark));
  queue = drawn.catch(() => undefined);
  return drawn;
}

/** A diagram needs no HTML but line breaks: what would begin a tag becomes a mere character. */
export function withoutTags(source: string): string {
  return source.replace(/<(?=[/!?]?[a-z]|!--)(?!br\s*\/?>)/gi, "‹");
}

/** What the source of a diagram may not set for itself. */
const OURS = [
  "secure",
  "securityLevel",
  "startOnLoad",
  "maxTextSize",
  "maxEdges",
  "suppressErrorRendering",
  "htmlLabels",
  "flowchart",
  "themeCSS",
  "fontFamily",
  "altFontFamily",
];

async function drawNow(source: string, dark: boolean): Promise<string> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    secure: OURS,
    suppressErrorRendering: true,
    htmlLabels: false,
    theme: "base",
    themeVariables: dark ? DARK : LIGHT,
    fontFamily: "system-ui, sans-serif",
    maxTextSize: 20_000,
    maxEdges: 300,
  });
  count += 1;
  const { svg } = await mermaid.render(`diagram-${count}`, withoutTags(source)).catch(() => {
    throw new Error("This diagram has a mistake in it, so it can't be drawn.");
  });
  return svg;
}
