import { describe, expect, it } from "vitest";
import { EMPTY, type Split, definitions, split } from "./blocks";

const TEXT = [
  "# A heading",
  "A paragraph with `code`\nover two lines.",
  "- one\n- two\n\n  still two\n- three",
  "```ts\nconst a = 1;\n\nconst b = 2;\n```",
  "1. first\n   ```sh\n   ls\n\n   pwd\n   ```\n2. second",
  "$$\nx = 1\n\n+ 2\n$$",
  "> quoted\n> twice",
  "| a | b |\n| - | - |\n| 1 | 2 |",
  "~~~\nnot closed\n\nyet",
].join("\n\n");

function grown(text: string, step: number): Split[] {
  const splits: Split[] = [];
  let before = EMPTY;
  for (let end = 1; end <= text.length; end += step) {
    before = split(text.slice(0, end), true, before);
    splits.push(before);
  }
  return splits;
}

describe("split", () => {
  it("cuts at headings, fences and blank lines, and never within a list, code or a formula", () => {
    const blocks = split(TEXT, false).blocks.map(({ kind, text }) => `${kind}: ${text.trim()}`);
    expect(blocks).toEqual([
      "markdown: # A heading",
      "markdown: A paragraph with `code`\nover two lines.",
      "markdown: - one\n- two\n\n  still two\n- three",
      "code: const a = 1;\n\nconst b = 2;",
      "markdown: 1. first\n   ```sh\n   ls\n\n   pwd\n   ```\n2. second",
      "markdown: $$\nx = 1\n\n+ 2\n$$",
      "markdown: > quoted\n> twice",
      "markdown: | a | b |\n| - | - |\n| 1 | 2 |",
      "code: not closed\n\nyet",
    ]);
  });

  it.each([1, 3, 7])("never changes a block that it closed, growing by %i", (step) => {
    let before: Split = EMPTY;
    for (const after of grown(TEXT, step)) {
      const closed = before.blocks.filter(({ open }) => !open);
      closed.forEach((block, at) => expect(after.blocks[at]).toBe(block));
      before = after;
    }
  });

  it.each([1, 5])("comes to the same when grown by %i as when read at once", (step) => {
    const last = grown(TEXT, step).at(-1) ?? EMPTY;
    const texts = (found: Split) => found.blocks.map(({ text }) => text.trim());
    expect(texts(split(TEXT, false, last))).toEqual(texts(split(TEXT, false)));
  });

  it("keeps notes at the foot with their text, once it is whole", () => {
    const text = "One.[^1]\n\nTwo.\n\n[^1]: A note.";
    expect(split(text, true).blocks.length).toBeGreaterThan(1);
    expect(split(text, false).blocks).toHaveLength(1);
  });

  it("does not show a closing fence that is still on its way", () => {
    expect(split("```\nx\n``", true).blocks[0]?.text).toBe("x");
  });

  it("gives a formula up that never ends", () => {
    const text = `$$\n${"word word word\n\n".repeat(600)}`;
    expect(split(text, true).blocks.length).toBeGreaterThan(10);
  });
});

describe("definitions", () => {
  it("finds the link definitions that any block may refer to, but not in code", () => {
    const { blocks } = split("[a]\n\n[a]: https://a.example\n\n```\n[b]: x\n```\n", false);
    expect(definitions(blocks)).toBe("[a]: https://a.example");
  });
});
