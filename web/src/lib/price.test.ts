import { expect, it } from "vitest";
import { estimateUsd, fits } from "./price";

const MODEL = { price: { input: 2, output: 10, cachedInput: 1 }, maxOutputTokens: 1000 };

it("adds the prompt, four characters a token, to the longest answer", () => {
  expect(estimateUsd(MODEL, 4_000, 500)).toBeCloseTo((1_000 * 2 + 500 * 10) / 1e6, 12);
});

it("takes the model's limit where the person named none, or more", () => {
  expect(estimateUsd(MODEL, 0, null)).toBeCloseTo(0.01, 12);
  expect(estimateUsd(MODEL, 0, 9_999)).toBeCloseTo(0.01, 12);
});

it("knows no figure for a model without a price", () => {
  expect(estimateUsd({ ...MODEL, price: null }, 100, 100)).toBeNull();
});

it("tells what a model can read with its answer, and half of it at least is for the question", () => {
  const small = { contextTokens: 8_000, maxOutputTokens: 100_000 };
  expect(fits(small, 9_000, 9_999)).toBe(true);
  expect(fits(small, 9_001, 9_999)).toBe(false);
  expect(fits(small, 18_000, 1_000)).toBe(true);
  expect(fits(small, 18_001, 1_000)).toBe(false);
});
