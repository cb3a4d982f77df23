"use client";

import { memo, useState } from "react";
import { EMPTY, definitions, split, type Block, type Split } from "./blocks";
import { CodeBlock } from "./code-block";
import { Markdown } from "./markdown";
import { useSmooth } from "./use-smooth";

export { warmUp } from "./markdown";

function useBlocks(text: string, growing: boolean): Block[] {
  const [state, setState] = useState<{ split: Split; growing: boolean }>({
    split: EMPTY,
    growing: true,
  });
  if (state.split.source === text && state.growing === growing) return state.split.blocks;
  // The split is kept from one text to the next, so that closed blocks stay the same objects.
  const next = split(text, growing, state.split);
  setState({ split: next, growing });
  return next.blocks;
}

/**
 * So many blocks stand together in a section: of a long text, React looks only at the last few, and
 * the browser lays out and paints only the sections that are near.
 */
const GROUP = 12;

function grouped(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (let at = 0; at < blocks.length; at += GROUP) groups.push(blocks.slice(at, at + GROUP));
  return groups;
}

/** What a section begins with: a heading stands further from what is before it. */
function opens(first: Block | undefined): "heading" | "text" {
  return first?.kind === "markdown" && /^\s*#/.test(first.text) ? "heading" : "text";
}

type SectionProps = { blocks: readonly Block[]; last: boolean; links: string; prefix: string };

const Section = memo(
  function Section({ blocks, last, links, prefix }: SectionProps) {
    return (
      <div
        data-slot="prose-section"
        data-state={last ? "last" : "full"}
        data-opens={opens(blocks[0])}
        className="prose-section"
      >
        {blocks.map((block, index) =>
          block.kind === "code" ? (
            <CodeBlock key={index} code={block.text} language={block.language} open={block.open} />
          ) : (
            <Markdown
              key={index}
              prefix={prefix}
              text={links && block.text.includes("]") ? `${block.text}\n\n${links}` : block.text}
            />
          ),
        )}
      </div>
    );
  },
  (before, after) =>
    before.last === after.last &&
    before.links === after.links &&
    before.prefix === after.prefix &&
    before.blocks.length === after.blocks.length &&
    before.blocks.every((block, at) => block === after.blocks[at]),
);

type ProseProps = {
  text: string;
  /** The text is still being written. */
  growing: boolean;
  /** Makes the ids of footnotes unique on the page. */
  prefix: string;
};

/** What an agent wrote, drawn block by block while it grows. */
export function Prose({ text, growing, prefix }: ProseProps) {
  const blocks = useBlocks(useSmooth(text, growing), growing);
  const links = definitions(blocks);
  const sections = grouped(blocks);
  return (
    <div data-slot="prose" data-state={growing ? "streaming" : "done"} className="prose">
      {sections.map((section, index) => (
        <Section
          key={index}
          blocks={section}
          last={index === sections.length - 1}
          links={links}
          prefix={prefix}
        />
      ))}
    </div>
  );
}
