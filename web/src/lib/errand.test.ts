import { expect, it } from "vitest";
import { errandOf, withoutErrand } from "./errand";

it.each([
  ["?invite=family-2026", { invite: "family-2026" }],
  ["?invite=%20family%20", { invite: "family" }],
  ["?t=a&copy=Xy_-9", { copy: "Xy_-9" }],
  ["?invite=a&copy=b", { invite: "a" }],
  ["?invite=", null],
  ["?invite=a/b", null],
  ["?copy=%3Cscript%3E", null],
  [`?invite=${"x".repeat(65)}`, null],
  ["", null],
])("%s is read as an errand", (search, errand) => {
  expect(errandOf(search)).toEqual(errand);
});

it("leaves the rest of the address as it is", () => {
  expect(withoutErrand("?t=one&invite=x&m=two")).toBe("/?t=one&m=two");
  expect(withoutErrand("?copy=x")).toBe("/");
});
