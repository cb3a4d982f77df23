import { describe, expect, it } from "vitest";
import { base64, fitted } from "./resize";

describe("fitted", () => {
  it.each([
    [3000, 2000, { width: 1500, height: 1000 }],
    [2000, 3000, { width: 1000, height: 1500 }],
    [800, 600, { width: 800, height: 600 }],
    [100_000, 3, { width: 1500, height: 1 }],
  ])("brings %i x %i into the square, and makes nothing larger", (width, height, expected) => {
    expect(fitted(width, height, 1500)).toEqual(expected);
  });
});

describe("base64", () => {
  it("writes bytes of any number", () => {
    const bytes = Uint8Array.from({ length: 20_001 }, (_, at) => at % 256);
    const read = Uint8Array.from(atob(base64(bytes)), (letter) => letter.charCodeAt(0));
    expect(read).toEqual(bytes);
  });
});
