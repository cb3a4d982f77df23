import jsQR from "jsqr";
import { expect, it } from "vitest";
import { pathOf, qrCode } from "./qr";

const POINTS = 4;

/** What a camera sees: four bytes a point, and several points a module. */
function seen({ size, modules }: ReturnType<typeof qrCode>): Uint8ClampedArray {
  const side = size * POINTS;
  const points = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at += 1) {
    const dark = modules[Math.floor(at / side / POINTS)]?.[Math.floor((at % side) / POINTS)];
    if (dark) points.set([0, 0, 0], at * 4);
  }
  return points;
}

const read = (code: ReturnType<typeof qrCode>) =>
  jsQR(seen(code), code.size * POINTS, code.size * POINTS)?.data;

it.each([
  "https://my-hearth.web.app/?invite=lighthouse-2026",
  `https://a-community-with-a-long-name-0123.web.app/?invite=${"x".repeat(64)}`,
])("is read again as the text that it was made of: %s", (link) => {
  expect(read(qrCode(link))).toBe(link);
});

it("is read with a stain on it", () => {
  const code = qrCode("https://my-hearth.web.app/?invite=lighthouse-2026");
  const middle = Math.floor(code.size / 2);
  for (let y = middle - 3; y <= middle + 3; y += 1) {
    code.modules[y]?.fill(true, middle - 3, middle + 4);
  }
  expect(read(code)).toBe("https://my-hearth.web.app/?invite=lighthouse-2026");
});

it("draws one square for each dark module, within its frame", () => {
  const code = qrCode("hearth");
  const squares = pathOf(code).split("z").filter(Boolean);
  expect(squares).toHaveLength(code.modules.flat().filter(Boolean).length);
  expect(squares[0]).toBe("M4 4h1v1h-1");
});
