import type { Attachment } from "@/lib/attachments";
import { MAX_MESSAGE } from "@/lib/file-part";
import { answerTokens, fits } from "@/lib/price";
import type { Agent, Model, Options } from "@/lib/types";

type Choice = { model: Model | undefined; agent: Agent | undefined; options: Options };

/** Why what is written and attached can't be sent to this model now. */
export function obstacle(
  attached: readonly Attachment[],
  written: number,
  { model, agent, options }: Choice,
): string | null {
  if (!model) return null;
  if (attached.some(({ kind }) => kind === "reading")) return "A file is still being read.";
  if (attached.some(({ kind }) => kind === "picture") && !model.images) {
    return `${model.label} can't see pictures. Pick another model, or remove them.`;
  }
  if (written > MAX_MESSAGE)
    return "This is too long for one message. Remove a file, or shorten it.";
  if (!fits(model, written, answerTokens(options, agent))) {
    return `This is more than ${model.label} can read at once. Pick a model with a longer context, or shorten it.`;
  }
  return null;
}
