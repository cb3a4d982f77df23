import { afterEach, expect, it, vi } from "vitest";
import {
  attachFile,
  attachments,
  attachPicture,
  begin,
  detach,
  forgetAttachments,
  MOST,
  takeAttachments,
} from "./attachments";

const FILE = { name: "lease.txt", pages: null, text: "Ada pays." };
const PICTURE = { id: "p", mediaType: "image/jpeg", data: "aGk=" };
const held = () => attachments("u", null).get();

afterEach(() => {
  forgetAttachments("u");
  vi.restoreAllMocks();
});

it("keeps a place from the first moment on, and what was read takes it", () => {
  const file = begin("u", null, "lease.txt");
  const picture = begin("u", null, "IMG_1.jpg");
  expect(held().map(({ kind }) => kind)).toEqual(["reading", "reading"]);
  attachPicture("u", null, picture, PICTURE);
  attachFile("u", null, file, FILE);
  expect(held()).toMatchObject([
    { kind: "file", text: "Ada pays." },
    { kind: "picture", id: "p" },
  ]);
});

it("leaves to the next message what is still being read", () => {
  attachFile("u", null, begin("u", null, "lease.txt"), FILE);
  begin("u", null, "long.pdf");
  expect(takeAttachments("u", null).parts).toHaveLength(1);
  expect(held()).toMatchObject([{ kind: "reading", name: "long.pdf" }]);
});

it("does not bring back what was removed while it was read", () => {
  const shown = vi.spyOn(URL, "createObjectURL");
  const id = begin("u", null, "IMG_1.jpg");
  detach("u", null, id);
  attachPicture("u", null, id, PICTURE);
  expect(held()).toEqual([]);
  expect(shown).not.toHaveBeenCalled();
});

it("holds as many as a message can carry", () => {
  for (let at = 0; at <= MOST; at += 1) begin("u", null, `${at}.txt`);
  expect(held()).toHaveLength(MOST);
});
