import type { Member } from "@/hooks/types";
import type { Model } from "@/lib/types";
import { words } from "@/words";
import { PROVIDERS } from "./model-row";

type FootnoteProps = {
  notice: string | null;
  model: Model | undefined;
  providers: Member["providers"];
};

/** What should be known about the next answer: the server's notice, or that it is simulated. */
export function Footnote({ notice, model, providers }: FootnoteProps) {
  if (notice) return notice;
  if (!model || !providers[model.provider]?.simulated) return null;
  return words.composer.simulated(PROVIDERS[model.provider]);
}
