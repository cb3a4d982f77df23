"use client";

import { memo, useState } from "react";
import { EMPTY, definitions, split, type Block, type Split } from "./blocks";
import { CodeBlock } from "./code-block";
import { Markdown } from "./markdown";
import { useSmooth } from "./use-smooth";

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

/** So many blocks are looked at together: of a long text, only the last few are drawn again. */
const GROUP = 16;

function grouped(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  for (let at = 0; at < blocks.length; at += GROUP) groups.push(blocks.slice(at, at + GROUP));
  return groups;
}

type BlocksProps = { blocks: readonly Block[]; links: string; prefix: string };

const Blocks = memo(
  function Blocks({ blocks, links, prefix }: BlocksProps) {
    return blocks.map((block, index) =>
      block.kind === "code" ? (
        <CodeBlock key={index} code={block.text} language={block.language} open={block.open} />
      ) : (
        <Markdown
          key={index}
          prefix={prefix}
          text={links && block.text.includes("]") ? `${block.text}\n\n${links}` : block.text}
        />
      ),
    );
  },
  (before, after) =>
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
  return (
    <div data-slot="prose" data-state={growing ? "streaming" : "done"} className="prose">
      {grouped(blocks).map((group, index) => (
        <Blocks key={index} blocks={group} links={links} prefix={prefix} />
      ))}
    </div>
  );
}
