import { expect, it } from "vitest";
import { verdict } from "./backoff";
import { NetworkError, TurnError } from "./errors";

const refused = (status: number, retryAfter: number | null = null) =>
  new TurnError("code", "Sentence.", status, retryAfter);

it.each([
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [6, 30_000],
  [60, 30_000],
])("tries again after network failure %i, at most %i ms later", (attempts, most) => {
  expect(verdict(new NetworkError(), attempts, 1)).toEqual({ kind: "retry", delayMs: most });
  expect(verdict(new NetworkError(), attempts, 0)).toEqual({
    kind: "retry",
    delayMs: most * 0.75,
  });
});

it.each([429, 503])("waits as long as a %i asks for", (status) => {
  expect(verdict(refused(status, 12), 1, 0)).toEqual({ kind: "retry", delayMs: 12_000 });
});

it("refuses a wait that is longer than a hiccup", () => {
  expect(verdict(refused(429, 3_600), 1, 0).kind).toBe("refuse");
});

it("takes a 429 without a time for a budget, and refuses", () => {
  expect(verdict(refused(429), 1, 0).kind).toBe("refuse");
});

it.each([400, 401, 403, 404, 413])("refuses a %i", (status) => {
  expect(verdict(refused(status), 1, 0).kind).toBe("refuse");
});

it("asks a busy server a few times, and then tells the person", () => {
  expect(verdict(refused(503), 4, 0).kind).toBe("retry");
  expect(verdict(refused(503), 5, 0).kind).toBe("refuse");
});

it("refuses a defect of its own", () => {
  expect(verdict(new TypeError("x"), 1, 0).kind).toBe("refuse");
});
