import { expect, it, vi } from "vitest";
import { Cell } from "./cell";
import { NetworkError, TurnError } from "./errors";
import type { Pending } from "./outbox";
import { Pictures } from "./pictures";
import type { Picture } from "./types";

const picture: Picture = { id: "p1", mediaType: "image/jpeg", data: btoa("bytes") };

function setUp(store: {
  createPicture?: () => Promise<void>;
  readPicture?: () => Promise<Picture | null>;
}) {
  const items = new Cell<Pending[]>([]);
  const createPicture = vi.fn(store.createPicture ?? (() => Promise.resolve()));
  const readPicture = vi.fn(store.readPicture ?? (() => Promise.resolve(null)));
  const pictures = new Pictures({
    uid: "u",
    store: { createPicture, readPicture },
    outbox: () => ({ items }),
  });
  return { pictures, items, createPicture, readPicture };
}

it("stores every picture of a turn before it is posted", async () => {
  const { pictures, createPicture } = setUp({});
  await pictures.send("t", [picture, { ...picture, id: "p2" }]);
  expect(createPicture.mock.calls).toEqual([
    ["u", "t", picture],
    ["u", "t", { ...picture, id: "p2" }],
  ]);
});

it("tries again when the network was in the way", async () => {
  const { pictures } = setUp({
    createPicture: () => Promise.reject(Object.assign(new Error(), { code: "unavailable" })),
  });
  await expect(pictures.send("t", [picture])).rejects.toBeInstanceOf(NetworkError);
});

it("says so when the picture is refused", async () => {
  const { pictures } = setUp({
    createPicture: () => Promise.reject(Object.assign(new Error(), { code: "permission-denied" })),
  });
  await expect(pictures.send("t", [picture])).rejects.toBeInstanceOf(TurnError);
});

it("shows a picture that is still in the outbox, without asking the server", async () => {
  const { pictures, items, readPicture } = setUp({});
  items.set([{ images: [picture] } as unknown as Pending]);
  expect(await pictures.url("t", "p1")).toMatch(/^blob:/);
  expect(readPicture).not.toHaveBeenCalled();
});

it("reads a stored picture once", async () => {
  const { pictures, readPicture } = setUp({ readPicture: () => Promise.resolve(picture) });
  const first = await pictures.url("t", "p1");
  expect(first).toMatch(/^blob:/);
  expect(await pictures.url("t", "p1")).toBe(first);
  expect(readPicture).toHaveBeenCalledTimes(1);
});

it("asks again for a picture that could not be read", async () => {
  const { pictures, readPicture } = setUp({ readPicture: () => Promise.reject(new Error()) });
  expect(await pictures.url("t", "p1")).toBeNull();
  await pictures.url("t", "p1");
  expect(readPicture).toHaveBeenCalledTimes(2);
});
