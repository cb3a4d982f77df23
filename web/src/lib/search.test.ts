import { expect, it } from "vitest";
import { fakeThread } from "./fake-thread";
import { found, plain, snippetOf } from "./search";

const thread = (id: string, title: string) => fakeThread(id, { title });

it("compares without case, accents and extra spaces", () => {
  expect(plain("  Crème\n BRÛLÉE ")).toBe("creme brulee");
});

it("shows the words around what was found", () => {
  const text = `${"before ".repeat(20)}the lighthouse${" after".repeat(20)}`;
  const snippet = snippetOf(text, "Lighthouse");
  expect(snippet).toMatch(/^….*before the lighthouse after.*…$/);
  expect(snippet?.length).toBeLessThan(100);
  expect(snippetOf(text, "harbour")).toBeNull();
});

it("finds threads by title and by text, in their order", () => {
  const threads = [thread("1", "A weekend"), thread("2", "Soup"), thread("3", "Other")];
  const said = [
    { threadId: "2", text: "for the weekend" },
    { threadId: "2", text: "the weekend again" },
  ];
  expect(found(threads, said, "weekend").map(({ thread: { id } }) => id)).toEqual(["1", "2"]);
  expect(found(threads, said, "weekend")[1]?.snippet).toBe("for the weekend");
});

it("finds every thread when nothing is sought", () => {
  expect(found([thread("1", "A")], [], " ")).toHaveLength(1);
});
