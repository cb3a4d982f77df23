/** Reads a file that Hearth, ChatGPT or Claude has exported, as JSON or in its zip. */

import { pages } from "@/words/pages";
import type { Whole } from "../export";
import type { Note, Options } from "../types";
import { fromChatGpt, isChatGpt } from "./chatgpt";
import { fromClaude, isClaude } from "./claude";
import { fromHearth, isHearth, notesOf } from "./hearth";
import { fieldsOf, listOf, type Fields } from "./values";

/** What a file holds; `empty` counts the conversations in which nothing can be shown. */
export type Export = { from: string; threads: Whole[]; notes: Note[]; empty: number };

/** Why a file can't be brought in, as a sentence for the person. */
export class ImportError extends Error {
  override name = "ImportError";
}

const MAX_BYTES = 400_000_000;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** `options` are those that threads of other apps go on with. Throws an `ImportError`. */
export async function readExport(file: Blob, options: Options): Promise<Export> {
  if (file.size > MAX_BYTES) {
    throw new ImportError(pages.import.tooLarge);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = ZIP.every((byte, at) => bytes[at] === byte)
    ? await unzipped(bytes)
    : new TextDecoder().decode(bytes);
  return exportOf(parsed(text), options);
}

/** The same of what was in the file. */
export function exportOf(content: unknown, options: Options): Export {
  const fields = fieldsOf(content);
  if (isHearth(fields)) {
    const threads = listOf(fields.threads).map((each) => fromHearth(fieldsOf(each)));
    return { from: "Hearth", ...counted(threads), notes: notesOf(fields) };
  }
  const conversations = listOf(Array.isArray(content) ? content : fields.conversations).map(
    fieldsOf,
  );
  const [first] = conversations;
  if (first && conversations.some(isChatGpt)) {
    return others("ChatGPT", conversations, (each) => fromChatGpt(each, options));
  }
  if (first && conversations.some(isClaude)) {
    return others("Claude", conversations, (each) => fromClaude(each, options));
  }
  throw new ImportError(pages.import.unknown);
}

function others(
  from: string,
  conversations: readonly Fields[],
  convert: (conversation: Fields) => Whole | null,
): Export {
  return { from, ...counted(conversations.map(convert)), notes: [] };
}

function counted(threads: readonly (Whole | null)[]): Pick<Export, "threads" | "empty"> {
  const kept = threads.filter((thread) => thread !== null);
  return { threads: kept, empty: threads.length - kept.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportError(pages.import.notJson);
  }
}

/** The JSON in a zip: the conversations, and not the pictures and the rest beside them. */
async function unzipped(bytes: Uint8Array): Promise<string> {
  const { unzip } = await import("fflate");
  const wanted = (name: string) => /(^|\/)(conversations|Hearth)[^/]*\.json$/.test(name);
  const files = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(bytes, { filter: ({ name }) => wanted(name) }, (error, data) => {
      if (error) reject(new ImportError(pages.import.brokenZip));
      else resolve(data);
    });
  });
  const [found] = Object.values(files);
  if (!found) throw new ImportError(pages.import.nothingInZip);
  return new TextDecoder().decode(found);
}
