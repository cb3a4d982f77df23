import { expect, it } from "vitest";
import { sharedText } from "./shared-text";

it.each([
  ["", ""],
  ["?t=abc", ""],
  ["?share-text=Read%20this", "Read this"],
  ["?share-title=A%20page&share-url=https://a.example", "A page\n\nhttps://a.example"],
  [
    "?share-title=&share-text=See%20https://a.example&share-url=https://a.example",
    "See https://a.example",
  ],
  ["?share-title=Same&share-text=Same", "Same"],
])("reads %j as %j", (search, expected) => {
  expect(sharedText(search)).toBe(expected);
});
