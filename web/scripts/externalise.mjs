/**
 * Moves the inline scripts of a page into one file, so that the page runs under a policy that
 * allows no inline script. Next's static export writes its data and its bootstrap inline.
 */
import { createHash } from "node:crypto";

const INLINE = /<script(?![^>]*\ssrc=)(?![^>]*\stype="application\/)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * The page without inline scripts, and the file that holds them now; `script` is null for a page
 * that had none. They run in their order, where the last of them stood.
 */
export function externalise(html, folder = "/_next/static/inline") {
  const scripts = [...html.matchAll(INLINE)];
  const last = scripts.at(-1);
  if (!last) return { html, script: null };
  const source = `${scripts.map(([, body]) => body).join(";\n")};\n`;
  if (source.includes("currentScript")) {
    throw new Error("An inline script asks which script it is, so it can't be moved to a file.");
  }
  const name = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const path = `${folder}/${name}.js`;
  const tag = `<script src="${path}"></script>`;
  const moved = html.replace(INLINE, (_whole, _body, at) => (at === last.index ? tag : ""));
  return { html: moved, script: { path, source } };
}

/** What in a page would need `unsafe-inline` for scripts; empty for a page that needs it not. */
export function inlineCode(html) {
  const handlers = html.match(/<[^>]*\son[a-z]+\s*=\s*["'][^>]*>/gi) ?? [];
  const urls = html.match(/(?:href|src|action)\s*=\s*["']\s*javascript:[^"']*/gi) ?? [];
  return [...[...html.matchAll(INLINE)].map(([whole]) => whole), ...handlers, ...urls];
}
