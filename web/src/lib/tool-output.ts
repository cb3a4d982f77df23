/** What some tools bring for the person rather than for the model. Read with care: it is data. */

import { isFields } from "./chunks";
import type { ImagePart, ToolPart } from "./types";

/** A call's pictures beyond these are none of the server's. */
const MOST_PICTURES = 4;

/** `before` is `null` for a new note; else `id` is the note that would change. */
export type Proposal = { id: string; before: string | null; text: string };

/** The note that a call proposes; `null` when it proposes none. */
export function proposalOf({ toolName, state, output }: ToolPart): Proposal | null {
  const found = toolName === "notes" && state === "output-available" && isFields(output);
  const proposal = found ? output.proposal : null;
  if (!isFields(proposal)) return null;
  const { id, before, text } = proposal;
  if (typeof id !== "string" || typeof text !== "string") return null;
  return { id, before: typeof before === "string" ? before : null, text };
}

/** The pictures that a call made or brought. */
export function picturesOf({ toolName, state, output }: ToolPart): ImagePart[] {
  if (state !== "output-available" || !isFields(output)) return [];
  const found: unknown[] = toolName === "image" ? [output.image] : brought(output);
  return found.flatMap((one) => pictureOf(one) ?? []);
}

/** What a call answered in words: without the pictures, which are shown beside it. */
export function toldOf({ output }: ToolPart): unknown {
  return isFields(output) && brought(output).length > 0 ? output.told : output;
}

/** A service's result with pictures has this shape, and no other field (functions/messages). */
function brought(output: Record<string, unknown>): unknown[] {
  const { told, pictures, ...more } = output;
  const fits = told !== undefined && Array.isArray(pictures) && Object.keys(more).length === 0;
  return fits ? pictures.slice(0, MOST_PICTURES) : [];
}

function pictureOf(value: unknown): ImagePart | null {
  if (!isFields(value)) return null;
  const { imageId, mediaType } = value;
  if (typeof imageId !== "string" || !/^[A-Za-z0-9_-]{1,80}$/.test(imageId)) return null;
  return typeof mediaType === "string" ? { type: "image", imageId, mediaType } : null;
}
