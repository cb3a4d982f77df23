import { expect, it } from "vitest";
import { MAX_CHARS } from "./file-part";
import { FileError, isPicture, readFile } from "./read-file";

const file = (content: BlobPart, name = "a.txt", type = "") => new File([content], name, { type });

it("reads a text with its lines", async () => {
  expect(await readFile(file("one\r\ntwo\rthree\n"))).toEqual({
    file: { name: "a.txt", text: "one\ntwo\nthree", pages: null },
    notice: null,
  });
});

it.each([
  ["UTF-8 with a mark", [0xef, 0xbb, 0xbf, 0xc3, 0xa9]],
  ["UTF-16, the small end first", [0xff, 0xfe, 0xe9, 0x00]],
  ["UTF-16, the big end first", [0xfe, 0xff, 0x00, 0xe9]],
  ["what old spreadsheets write", [0xe9]],
])("reads %s", async (_kind, bytes) => {
  expect((await readFile(file(new Uint8Array(bytes)))).file.text).toBe("é");
});

it("cuts a text that is too long, and says so to the person and to the model", async () => {
  const read = await readFile(file("x".repeat(200_000)));
  expect(read.file.text).toHaveLength(MAX_CHARS);
  expect(read.file.text).toContain("the whole file has 200,000 characters");
  expect(read.notice).toContain("Only its beginning is sent");
});

it.each([
  ["an archive", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "can't be read here"],
  ["an empty file", "", "no text"],
  ["a file of spaces", " \n ", "no text"],
  ["a huge file", "x".repeat(10_000_001), "too large"],
])("refuses %s, and says why", async (_kind, content, why) => {
  const refused = readFile(file(content, "thing.bin"));
  await expect(refused).rejects.toBeInstanceOf(FileError);
  await expect(refused).rejects.toThrow(why);
  await expect(refused).rejects.toThrow("thing.bin");
});

it("draws pictures, and reads what is a text", () => {
  expect(isPicture(file("", "a.png", "image/png"))).toBe(true);
  expect(isPicture(file("", "a.svg", "image/svg+xml"))).toBe(false);
  expect(isPicture(file("", "a.pdf", "application/pdf"))).toBe(false);
});
