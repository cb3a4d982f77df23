/**
 * A picture made small enough to travel in a document beside its message. It is drawn anew, so
 * nothing that the file says about its maker, its place or its time goes with it.
 */

import { words } from "@/words";
import type { Picture } from "./types";
import { newId } from "./ids";

/** The rules take no more characters of base64. */
export const MAX_CHARS = 900_000;
/** What providers look at anyway: they shrink a larger picture themselves. */
const LONGEST_SIDE = 1_568;
/** A file larger than this is no picture for a message, and could stop the page. */
const MAX_FILE_BYTES = 40_000_000;
const ATTEMPTS = [
  { side: LONGEST_SIDE, quality: 0.86 },
  { side: LONGEST_SIDE, quality: 0.7 },
  { side: 1_200, quality: 0.7 },
  { side: 900, quality: 0.6 },
] as const;

export class PictureError extends Error {
  override name = "PictureError";
}

/** The size that fits into a square of `side`; never larger than it was. */
export function fitted(width: number, height: number, side: number) {
  const scale = Math.min(1, side / Math.max(width, height));
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: scaled(width), height: scaled(height) };
}

/** Throws a `PictureError` whose message is a sentence for the person. */
export async function prepare(file: Blob): Promise<Picture> {
  if (file.size > MAX_FILE_BYTES) throw new PictureError(words.errors.pictureTooLarge);
  const bitmap = await decode(file);
  try {
    for (const { side, quality } of ATTEMPTS) {
      const blob = await draw(bitmap, fitted(bitmap.width, bitmap.height, side), quality);
      const data = base64(new Uint8Array(await blob.arrayBuffer()));
      if (data.length <= MAX_CHARS) return { id: newId(), mediaType: "image/jpeg", data };
    }
  } finally {
    bitmap.close();
  }
  throw new PictureError(words.errors.pictureTooLarge);
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PictureError(words.errors.pictureUnread);
  }
}

async function draw(
  bitmap: ImageBitmap,
  { width, height }: { width: number; height: number },
  quality: number,
): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new PictureError(words.errors.pictureUnprepared);
  // A JPEG has no transparency: what was clear becomes white, as on paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", quality),
  );
  if (!blob) throw new PictureError(words.errors.pictureUnprepared);
  return blob;
}

export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // In pieces: a call takes no more than some ten thousand arguments.
  for (let at = 0; at < bytes.length; at += 8_190) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8_190)));
  }
  return btoa(pieces.join(""));
}
