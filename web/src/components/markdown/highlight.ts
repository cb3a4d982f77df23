/** Colours for code. Loaded only when a closed code block with a known language is on screen. */
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";

const grammars = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  markdown,
  php,
  python,
  r,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};

const lowlight = createLowlight();
let learning: Promise<void> | null = null;

/** Each grammar is built in a moment of its own: all of them at once would hold the page up. */
async function learn(): Promise<void> {
  for (const [name, grammar] of Object.entries(grammars)) {
    lowlight.register(name, grammar);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Text, or text with a class. */
export type Token = { className: string; text: string };

type Node = ReturnType<typeof lowlight.highlight>["children"][number];

function collect(nodes: readonly Node[], className: string, into: Token[]): void {
  for (const node of nodes) {
    if (node.type === "text") into.push({ className, text: node.value });
    else if (node.type === "element") {
      const names = node.properties.className;
      const own = Array.isArray(names) ? names.join(" ") : "";
      collect(node.children, own || className, into);
    }
  }
}

/** The tokens of a piece of code, or `null` for a language that has no colours here. */
export async function highlight(code: string, language: string): Promise<Token[] | null> {
  await (learning ??= learn());
  if (!lowlight.registered(language)) return null;
  const tokens: Token[] = [];
  collect(lowlight.highlight(language, code).children, "", tokens);
  return tokens;
}
