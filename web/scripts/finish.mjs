/**
 * The last step of a build: takes the inline scripts out of the exported pages, has the
 * scripts compiled ahead, and lists for the service worker what the shell is made of.
 *
 *     node scripts/finish.mjs            finishes out/
 *     node scripts/finish.mjs --headers  prints the `hosting.headers` of firebase.json
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { externalise, inlineCode } from "./externalise.mjs";
import { headers } from "./policy.mjs";

const OUT = join(import.meta.dirname, "..", "out");

const pages = () => readdirSync(OUT, { recursive: true }).filter((name) => name.endsWith(".html"));

function write(path, text) {
  const file = join(OUT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function takeOutScripts() {
  for (const page of pages()) {
    const { html, script } = externalise(readFileSync(join(OUT, page), "utf8"));
    const left = inlineCode(html);
    if (left.length > 0) throw new Error(`${page} has code in it: ${left[0].slice(0, 120)}`);
    if (!script) continue;
    write(page, html);
    write(script.path, script.source);
  }
}

/** How Chinese, Japanese and Korean PDFs number their letters (src/lib/pdf.ts). */
function addCharacterMaps() {
  const maps = join(import.meta.dirname, "..", "node_modules", "pdfjs-dist", "cmaps");
  cpSync(maps, join(OUT, "cmaps"), { recursive: true });
}

/** What the first paint needs; everything else is kept when it has been used once. */
function shellFiles() {
  const html = readFileSync(join(OUT, "index.html"), "utf8");
  const modern = html.replace(/<script[^>]*noModule[^>]*>/g, "");
  const linked = [...modern.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  const skipped = /\.(?:png|txt)$|^\/config\.js$/;
  return [...new Set(linked)].filter((path) => !skipped.test(path));
}

/** Of a larger script (diagrams, PDFs) only a part ever runs. */
const COMPILED_AHEAD = 450_000;

/**
 * Lets V8 compile the scripts while they come in, on a thread of their own; otherwise it does when
 * they run, and the page stands still for it (V8's "explicit compile hints").
 */
function compileAhead() {
  const folder = join("_next", "static", "chunks");
  const scripts = readdirSync(join(OUT, folder)).filter((name) => name.endsWith(".js"));
  if (scripts.length === 0) throw new Error(`There are no scripts in ${folder}.`);
  for (const script of scripts) {
    const path = join(folder, script);
    const source = readFileSync(join(OUT, path), "utf8");
    if (source.length < COMPILED_AHEAD) write(path, `//# allFunctionsCalledOnLoad\n${source}`);
  }
}

function makeWorker() {
  const files = shellFiles();
  const hash = createHash("sha256").update(readFileSync(join(OUT, "index.html")));
  for (const file of files) hash.update(file).update(readFileSync(join(OUT, file)));
  const template = readFileSync(join(OUT, "sw.js"), "utf8");
  const filled = template
    .replace("__VERSION__", hash.digest("hex").slice(0, 16))
    .replace("__FILES__", files.join(" "));
  write("sw.js", filled);
}

if (process.argv.includes("--headers")) {
  console.log(JSON.stringify(headers, null, 2));
} else {
  takeOutScripts();
  addCharacterMaps();
  compileAhead();
  makeWorker();
}
