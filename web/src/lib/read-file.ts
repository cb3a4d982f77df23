/**
 * Files read on this device into the text that goes with a message. The file itself goes nowhere.
 */

import { words } from "@/words";
import { cut, MAX_CHARS, tidyName, type TextFile } from "./file-part";

/** Larger files could stop the page; their text would not fit in a message anyway. */
const MAX_TEXT_BYTES = 10_000_000;
const MAX_PDF_BYTES = 40_000_000;
/** Letters that no text has: a file with one of them holds something else. */
// eslint-disable-next-line no-control-regex
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

export class FileError extends Error {
  override name = "FileError";
}

/** A file as it can be sent, and a sentence for the person where that is not all of it. */
export type ReadFile = { file: TextFile; notice: string | null };

/** Whether a file is to be drawn rather than read. A drawing in SVG is a text. */
export function isPicture({ type }: Blob): boolean {
  return type.startsWith("image/") && type !== "image/svg+xml";
}

/** Throws a `FileError` whose message is a sentence for the person. */
export async function readFile(file: File): Promise<ReadFile> {
  const name = tidyName(file.name);
  return isPdf(file) ? pdf(file, name) : plain(file, name);
}

function isPdf({ name, type }: File): boolean {
  return type === "application/pdf" || name.toLowerCase().endsWith(".pdf");
}

async function plain(file: File, name: string): Promise<ReadFile> {
  const text = (await plainText(file, name)).trim();
  if (text === "") throw new FileError(words.files.empty(name));
  const whole = text.length.toLocaleString("en");
  return {
    file: {
      name,
      text: cut(text, `Cut here: the whole file has ${whole} characters.`),
      pages: null,
    },
    notice: text.length > MAX_CHARS ? words.files.long(name) : null,
  };
}

async function plainText(file: File, name: string): Promise<string> {
  if (file.size > MAX_TEXT_BYTES) throw new FileError(words.files.tooLarge(name));
  const text = decoded(new Uint8Array(await file.arrayBuffer())).replace(/\r\n?/g, "\n");
  if (BINARY.test(text)) {
    throw new FileError(words.files.unreadable(name));
  }
  return text;
}

/** UTF-8 nearly always; else what the mark at its start says, or what old spreadsheets write. */
export function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function pdf(file: File, name: string): Promise<ReadFile> {
  if (file.size > MAX_PDF_BYTES) throw new FileError(words.files.tooLarge(name));
  const { readPdf } = await import("./pdf").catch(() => {
    throw new FileError(words.files.noReader);
  });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { text, read, pages } = await readPdf(bytes).catch((error: unknown) => {
    throw new FileError(refusal(name, error));
  });
  if (text === "") {
    throw new FileError(words.files.scan(name));
  }
  const partly = read < pages || text.length > MAX_CHARS;
  const note = `Cut here: of ${pages} pages, the first ${read} were read.`;
  const body = read < pages && text.length <= MAX_CHARS ? `${text}\n\n[${note}]` : text;
  return {
    file: { name, text: cut(body, note), pages },
    notice: partly ? words.files.longUpTo(name, read) : null,
  };
}

function refusal(name: string, error: unknown): string {
  const locked = error instanceof Error && error.name === "PasswordException";
  return locked ? words.files.locked(name) : words.files.notPdf(name);
}
