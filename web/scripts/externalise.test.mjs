import { describe, expect, it } from "vitest";
import { externalise, inlineCode } from "./externalise.mjs";

const PAGE =
  '<head><script src="/theme.js"></script></head><body><script id="a">one()</script>' +
  "<p>text</p><script>two()</script></body>";

describe("externalise", () => {
  it("moves every inline script into one file, in their order", () => {
    const { html, script } = externalise(PAGE);
    expect(script?.source).toBe("one();\ntwo();\n");
    expect(html).toBe(
      '<head><script src="/theme.js"></script></head><body>' +
        `<p>text</p><script src="${script?.path}"></script></body>`,
    );
    expect(inlineCode(html)).toEqual([]);
  });

  it("names the file after what is in it", () => {
    const other = externalise(PAGE.replace("two", "three"));
    expect(other.script?.path).not.toBe(externalise(PAGE).script?.path);
  });

  it("leaves a page without inline scripts as it is", () => {
    expect(externalise("<p>text</p>")).toEqual({ html: "<p>text</p>", script: null });
  });

  it("refuses a script that asks which one it is", () => {
    expect(() => externalise("<script>document.currentScript</script>")).toThrow(/moved/);
  });
});

describe("inlineCode", () => {
  it.each([
    ["a script", "<script>run()</script>"],
    ["a handler", '<img src="x" onerror="run()">'],
    ["an address that runs", '<a href="javascript:run()">x</a>'],
  ])("finds %s", (_name, html) => {
    expect(inlineCode(html)).toHaveLength(1);
  });
});
