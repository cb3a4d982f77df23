/** A text as a QR code: dark on white whatever the theme, for some cameras read no other. */

import { encode } from "uqr";

/** `modules[row][column]` is true where it is dark; the white frame that readers need is in it. */
export type QrCode = { size: number; modules: boolean[][] };

const FRAME = 4;
/** Picture points for each module: sharp on paper, and a few kilobytes. */
const POINTS = 16;

export function qrCode(text: string): QrCode {
  // A quarter of it may be dirty or folded.
  const { size, data } = encode(text, { ecc: "Q", border: FRAME });
  return { size, modules: data };
}

/** Its dark modules as the `d` of an SVG path, one unit each. */
export function pathOf({ modules }: QrCode): string {
  return modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
}

/** As a picture to print or to send. */
export async function pictureOf(code: QrCode): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = code.size * POINTS;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't draw pictures.");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  code.modules.forEach((row, y) =>
    row.forEach((dark, x) => dark && context.fillRect(x * POINTS, y * POINTS, POINTS, POINTS)),
  );
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))),
      "image/png",
    );
  });
}
