import type { Attachment } from "@/lib/attachments";
import { MAX_MESSAGE } from "@/lib/file-part";
import { answerTokens, fits } from "@/lib/price";
import type { Agent, Model, Options } from "@/lib/types";
import { words } from "@/words";

type Choice = { model: Model | undefined; agent: Agent | undefined; options: Options };

/** Why what is written and attached can't be sent to this model now. */
export function obstacle(
  attached: readonly Attachment[],
  written: number,
  { model, agent, options }: Choice,
): string | null {
  if (!model) return null;
  if (attached.some(({ kind }) => kind === "reading")) return words.files.reading;
  if (attached.some(({ kind }) => kind === "picture") && !model.images) {
    return words.composer.noPictures(model.label);
  }
  if (written > MAX_MESSAGE) return words.composer.tooLong;
  if (!fits(model, written, answerTokens(options, agent))) {
    return words.composer.tooMuch(model.label);
  }
  return null;
}
