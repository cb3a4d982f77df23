/** What some tools bring for the person rather than for the model. Read with care: it is data. */

import { isFields } from "./chunks";
import type { ImagePart, ToolPart } from "./types";

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

/** The picture that a call made; `null` when it made none. */
export function pictureOf({ toolName, state, output }: ToolPart): ImagePart | null {
  const found = toolName === "image" && state === "output-available" && isFields(output);
  const picture = found ? output.image : null;
  if (!isFields(picture)) return null;
  const { imageId, mediaType } = picture;
  if (typeof imageId !== "string" || typeof mediaType !== "string") return null;
  return { type: "image", imageId, mediaType };
}
