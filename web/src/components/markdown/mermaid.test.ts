import { describe, expect, it } from "vitest";
import { withoutTags } from "./mermaid";

describe("withoutTags", () => {
  it.each([
    ['A["<img src=x onerror=run()>"]', 'A["‹img src=x onerror=run()>"]'],
    ["A[</b>x<!-- y -->]", "A[‹/b>x‹!-- y -->]"],
    ["A[<SCRIPT>run()</script>]", "A[‹SCRIPT>run()‹/script>]"],
  ])("takes the tags out of %j", (source, expected) => {
    expect(withoutTags(source)).toBe(expected);
  });

  it.each(["A <--> B", "Animal <|-- Duck", "A[one<br>two<br/>three]", "a <-- b", "A << B"])(
    "leaves %j as it is",
    (source) => {
      expect(withoutTags(source)).toBe(source);
    },
  );
});
