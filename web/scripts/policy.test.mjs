import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { headers, picturePolicy, policy } from "./policy.mjs";

const directive = (text, name) =>
  text
    .split("; ")
    .find((line) => line.startsWith(`${name} `))
    ?.split(" ")
    .slice(1);

describe("the content security policy", () => {
  it("lets no inline script run, and none from a data address", () => {
    for (const text of [policy, picturePolicy]) {
      const scripts = directive(text, "script-src");
      expect(scripts).toContain("'self'");
      expect(scripts).not.toContain("'unsafe-inline'");
      expect(scripts).not.toContain("'unsafe-eval'");
      expect(scripts).not.toContain("data:");
    }
  });

  it("draws no picture from another server, except on the page that is made for it", () => {
    expect(directive(policy, "img-src")).toEqual(["'self'", "blob:", "data:"]);
    expect(directive(picturePolicy, "img-src")).toEqual(["https:"]);
  });

  it("lets the page of a picture send nothing and stand in no other site", () => {
    expect(directive(picturePolicy, "default-src")).toEqual(["'none'"]);
    expect(directive(picturePolicy, "frame-ancestors")).toEqual(["'self'"]);
  });

  it("is what Hosting serves, for every page", () => {
    const { hosting } = JSON.parse(readFileSync("../firebase.json", "utf8"));
    expect(hosting.headers).toEqual(headers);
    expect(headers[0].source).toBe("**");
    expect(headers[0].headers).toContainEqual({ key: "Content-Security-Policy", value: policy });
  });
});
