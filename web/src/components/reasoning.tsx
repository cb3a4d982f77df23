import { ChevronRight } from "lucide-react";
import { words } from "@/words";
import { Ember } from "./ui/ember";

type ReasoningProps = { text: string; growing: boolean };

/** How the agent came to its answer, folded away until someone asks. */
export function Reasoning({ text, growing }: ReasoningProps) {
  if (text.trim() === "" && !growing) return null;
  return (
    <details data-slot="reasoning" data-state={growing ? "streaming" : "done"} className="group">
      <summary className="coarse:min-h-11 -mx-2 inline-flex min-h-9 items-center gap-2 rounded-sm px-2 text-sm text-soft hover:bg-hover hover:text-ink">
        {growing ? <Ember /> : null}
        {growing ? words.reply.reasoning : words.reply.reasoned}
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform duration-150 group-open:rotate-90 rtl:not-group-open:rotate-180"
        />
      </summary>
      <p className="mt-1 border-s-2 border-line ps-4 text-sm/relaxed whitespace-pre-wrap text-soft">
        {text.trim()}
      </p>
    </details>
  );
}
