import { describe, expect, it } from "vitest";
import { mathFence, mayHaveMath, withMath } from "./math";

describe("withMath", () => {
  it.each([
    ["It costs $5 and $10.", "It costs $5 and $10."],
    ["From $5 to 10$ or so", "From $5 to 10$ or so"],
    ["$20,000 was paid, not $x", "$20,000 was paid, not $x"],
    ["pay US$5 or A$6", "pay US$5 or A$6"],
    ["a \\$5 bill and \\$6", "a \\$5 bill and \\$6"],
    ["`$x$` and `` $`y`$ ``", "`$x$` and `` $`y`$ ``"],
    ["```sh\necho $a$b\n```", "```sh\necho $a$b\n```"],
    ["an open $x + y", "an open $x + y"],
  ])("leaves %j as it is", (text, expected) => {
    expect(withMath(text)).toBe(expected);
  });

  it.each([
    ["the value $x$.", "the value $$x$$."],
    ["$E = mc^2$ and $5$", "$$E = mc^2$$ and $$5$$"],
    ["\\(a + b\\)", "$$a + b$$"],
    ["$$ x $$", "$$\nx\n$$"],
    ["so $$x$$ it is", "so $$x$$ it is"],
    ["\\[\nx = 1\n\\]", "$$\nx = 1\n$$"],
    ["$$\nx\n$$", "$$\nx\n$$"],
    ["see \\[x\\] there", "see \n$$\nx\n$$\n there"],
    ["- a\n  $$y$$", "- a\n  $$\n  y\n  $$"],
  ])("makes %j a formula", (text, expected) => {
    expect(withMath(text)).toBe(expected);
  });

  it("takes time in proportion to the length, whatever the text", () => {
    const begun = performance.now();
    for (const piece of ["$", "`", "\\(", "\\[x", "$$x ", "$a ", "```\n"]) {
      withMath(piece.repeat(40_000));
    }
    expect(performance.now() - begun).toBeLessThan(4_000);
  });
});

describe("mayHaveMath", () => {
  it.each(["$x$", "$$\nx\n$$", "\\(x\\)", "\\[x\\]"])("sees %j", (text) => {
    expect(mayHaveMath(text)).toBe(true);
  });

  it("sees none in plain text", () => {
    expect(mayHaveMath("nothing to see, not even 5 $ here")).toBe(false);
  });
});

describe("mathFence", () => {
  it.each([
    ["$$", "$$"],
    ["  $$x", "$$"],
    ["\\[", "\\]"],
    ["$$x$$", ""],
    ["\\[x\\]", ""],
    ["text", ""],
  ])("of %j is %j", (line, fence) => {
    expect(mathFence(line)).toBe(fence);
  });
});
