import { cleanup, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as visibleModule from "@/lib/visible";
import { Prose } from "./prose";

const parsed = vi.hoisted(() => ({ characters: 0 }));

// Every text that is parsed goes through it once; it works as ever, and is counted.
vi.mock("@/lib/visible", async (original) => {
  const { visible } = await original<typeof visibleModule>();
  const counted = (text: string) => {
    parsed.characters += text.length;
    return visible(text);
  };
  return { visible: counted };
});

beforeEach(() => {
  parsed.characters = 0;
});

afterEach(cleanup);

const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, at) => `Paragraph **${at}** of a text.\n\n`).join("");

describe("a text that grows", () => {
  it("stands in sections, of which only the last is always laid out", () => {
    const { container } = render(<Prose text={paragraphs(30)} growing={false} prefix="p" />);
    const sections = [...container.querySelectorAll("[data-slot=prose-section]")];
    expect(sections.map((section) => section.getAttribute("data-state"))).toEqual([
      "full",
      "full",
      "last",
    ]);
    expect(container.querySelectorAll("p")).toHaveLength(30);
  });

  it.each([4, 24, 48])("is parsed in its last block alone, after %i of them", async (count) => {
    const text = paragraphs(count);
    const added = "And so it goes on";
    const { container, rerender } = render(<Prose text={text} growing prefix="p" />);
    expect(parsed.characters).toBeGreaterThan(count * 15);
    parsed.characters = 0;
    rerender(<Prose text={text + added} growing prefix="p" />);
    await waitFor(() => expect(container.textContent).toContain(added));
    // As often as it is drawn on its way, never what stands before it.
    expect(parsed.characters).toBeGreaterThanOrEqual(added.length);
    expect(parsed.characters).toBeLessThan(added.length * added.length);
  });
});
