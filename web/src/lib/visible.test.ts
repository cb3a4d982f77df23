import { expect, test } from "vitest";
import { visible } from "./visible";

test.each([
  ["pay\u202epal", "pay[U+202E]pal"],
  ["a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"],
  ["hi\u{e0041}", "hi[U+E0041]"],
])("what no one sees is shown by its number: %j", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  "plain",
  "👩\u200d🚀 می\u200cخواهم \u200fשלום",
  "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} and text",
])("what languages and emoji are written with stays: %j", (text) => {
  expect(visible(text)).toBe(text);
});

test("a flag hides nothing that stands behind it", () => {
  const flag = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
  expect(visible(`${flag}\u{e0041}`)).toBe(`${flag}[U+E0041]`);
});
