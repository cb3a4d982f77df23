import { expect, it } from "vitest";
import { LIMITS, copyOf, matches, newAgent, startersOf } from "./agents";

const poet = { ...newAgent("openai:a"), name: "Poet", description: "Writes in rhyme." };

it("copies an agent under an id of its own and a name that fits", () => {
  const copy = copyOf({ ...poet, name: "x".repeat(LIMITS.name) });
  expect(copy.id).not.toBe(poet.id);
  expect(copy.name).toHaveLength(LIMITS.name);
  expect(copyOf(poet)).toMatchObject({ name: "Poet copy", model: "openai:a" });
});

it("reads one starter a line, without empty ones, and no more than may be", () => {
  expect(startersOf(" One \n\nTwo\n")).toEqual(["One", "Two"]);
  expect(startersOf("x\n".repeat(20))).toHaveLength(LIMITS.starters);
});

it("finds an agent by words of its card in any order, and by nothing else", () => {
  expect(matches(poet, "rhyme poet")).toBe(true);
  expect(matches(poet, "")).toBe(true);
  expect(matches(poet, "prose")).toBe(false);
  const told = { ...poet, prompt: "Secret" };
  expect(matches(told, "secret")).toBe(false);
});
