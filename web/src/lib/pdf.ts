/**
 * The text of a PDF, page by page. PDF.js comes when the first PDF does, from our own origin; the
 * build for older browsers, for a phone of some years ago is no reason to be refused.
 */

import {
  getDocument,
  GlobalWorkerOptions,
  type PDFPageProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { MAX_CHARS } from "./file-part";

GlobalWorkerOptions.workerSrc = new URL(
  "pdfjs-dist/legacy/build/pdf.worker.min.mjs",
  import.meta.url,
).toString();

/** Pages that are looked at: more of them would hold up the page without filling the message. */
const MAX_PAGES = 500;

/** What a PDF says on its first `read` pages of `pages`. */
export type PdfText = { text: string; read: number; pages: number };

/** Reads until there is more than a message has room for. Rejects as PDF.js does. */
export async function readPdf(data: Uint8Array): Promise<PdfText> {
  const task = getDocument({
    data,
    // How the letters of Chinese, Japanese and Korean PDFs are numbered (scripts/finish.mjs).
    cMapUrl: new URL("/cmaps/", location.href).toString(),
    disableFontFace: true,
    verbosity: 0,
  });
  try {
    const pdf = await task.promise;
    const said: string[] = [];
    let [read, length] = [0, 0];
    while (read < Math.min(pdf.numPages, MAX_PAGES) && length <= MAX_CHARS) {
      read += 1;
      const text = await pageText(await pdf.getPage(read));
      if (text !== "") said.push(`[Page ${read}]\n${text}`);
      length += text.length;
    }
    return { text: said.join("\n\n"), read, pages: pdf.numPages };
  } finally {
    await task.destroy();
  }
}

async function pageText(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  page.cleanup();
  return items
    .map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""))
    .join("")
    .trim();
}
