import { expect, it } from "vitest";
import {
  cut,
  fileOf,
  filePart,
  gistOf,
  MAX_CHARS,
  MAX_MESSAGE,
  saidOf,
  tidyName,
} from "./file-part";
import framed from "../../../tests/fixtures/files.json";

it.each(["plain", "a\n```\nfence\n```", "````", "", "ends in a tick `"])(
  "gives back the file that was framed: %j",
  (text) => {
    for (const pages of [null, 1, 12]) {
      expect(fileOf(filePart({ name: "notes.md", text, pages }))).toEqual({
        name: "notes.md",
        text,
        pages,
      });
    }
  },
);

it.each(framed)("frames and reads $name as the server does", ({ frame, ...file }) => {
  expect(filePart(file).text).toBe(frame);
  expect(fileOf({ type: "text", text: frame })).toEqual(file);
});

it.each([
  "[File: a.txt]",
  "See [File: a.txt]\n```\nx\n```",
  "[File: a.txt]\n```\nx\n```\nand more",
])("takes what somebody wrote for no file: %j", (text) =>
  expect(fileOf({ type: "text", text })).toBeNull(),
);

it("tells what was said from what a file says, and is known by the file without words", () => {
  const file = filePart({ name: "a.csv", text: "x,y", pages: null });
  expect(saidOf([file, { type: "text", text: "Sum it." }])).toBe("Sum it.");
  expect(gistOf([file, { type: "text", text: "Sum it." }])).toBe("Sum it.");
  expect(gistOf([file])).toBe("a.csv");
});

it("keeps a name on one line, and its end", () => {
  expect(tidyName("a\nb\u202e.txt")).toBe("a b .txt");
  expect(tidyName("")).toBe("file");
  const long = tidyName(`${"x".repeat(300)}.pdf`);
  expect(long).toHaveLength(120);
  expect(long).toMatch(/^….*\.pdf$/);
});

it("cuts what is too long, and ends with the note", () => {
  expect(cut("x".repeat(MAX_CHARS), "Cut.")).toBe("x".repeat(MAX_CHARS));
  const short = cut("x".repeat(MAX_CHARS + 1), "Cut.");
  expect(short).toHaveLength(MAX_CHARS);
  expect(short).toMatch(/x\n\n\[Cut\.\]$/);
});

it("never cuts a character in two", () => {
  expect(cut("🔥".repeat(MAX_CHARS), "Cut.").isWellFormed()).toBe(true);
  expect(cut(`x${"🔥".repeat(MAX_CHARS)}`, "Cut.").isWellFormed()).toBe(true);
});

it("leaves room for two whole files and a message", () => {
  const part = filePart({ name: "a", text: "x".repeat(MAX_CHARS), pages: 12 });
  expect(2 * part.text.length + 1_000).toBeLessThan(MAX_MESSAGE);
});
