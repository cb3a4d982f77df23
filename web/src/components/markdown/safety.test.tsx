import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Prose } from "./prose";

const CORPUS = [
  "<img src=x onerror=run()>",
  "<script>run()</script>",
  "<b onmouseover=run()>bold</b>",
  "<svg onload=run()></svg>",
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:run()">x</a>',
  '<style>@import "https://evil.example/x.css"</style>',
  "[x](javascript:run())",
  "[x](JaVaScRiPt:run())",
  "[x](  javascript:run())",
  "[x](java&#115;cript:run())",
  "[x](java\nscript:run())",
  "[x](data:text/html,<script>run()</script>)",
  "[x](vbscript:run())",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x][1]\n\n[1]: javascript:run()",
  "<javascript:run()>",
  "![x](https://evil.example/x.png)",
  "![x](data:image/svg+xml,<svg/onload=run()>)",
  "![x][1]\n\n[1]: https://evil.example/y.png",
  "[![x](https://evil.example/x.png)](javascript:run())",
  '[x](https://a.example "onmouseover=run()")',
  "| a |\n| - |\n| <img src=x onerror=run()> |",
  "```html\n<script>run()</script>\n```",
  "[^1]\n\n[^1]: <img src=x onerror=run()>",
  "$\\href{javascript:run()}{x}$",
  "<math><mtext><img src=x onerror=run()></mtext></math>",
];

/** What the elements on screen could run, load or lead to. */
function dangers(container: HTMLElement): string[] {
  return [...container.querySelectorAll("*")].flatMap((element) => {
    const name = element.tagName.toLowerCase();
    const loads = ["script", "style", "iframe", "object", "embed", "img", "link", "base", "form"];
    const found = loads.includes(name) ? [`<${name}>`] : [];
    for (const { name: attribute, value } of element.attributes) {
      if (attribute.startsWith("on") || attribute === "srcdoc") found.push(attribute);
      if (attribute === "href" && !/^(https?:\/\/|mailto:|#)/.test(value)) found.push(value);
      if (attribute === "src" || attribute === "srcset") found.push(`${attribute}=${value}`);
    }
    return found;
  });
}

afterEach(cleanup);

describe.each([
  ["when it is done", false],
  ["while it grows", true],
])("what a model writes, %s", (_when, growing) => {
  it.each(CORPUS)("neither runs nor loads anything: %j", (text) => {
    const { container } = render(<Prose text={text} growing={growing} prefix="m" />);
    expect(dangers(container)).toEqual([]);
    expect(container.textContent).not.toBe("");
  });

  it("leads out only by links that say where to", () => {
    const text = "See [the bank](https://evil.example/bank.example) and <https://b.example/x>.";
    const { getAllByRole } = render(<Prose text={text} growing={growing} prefix="m" />);
    const links = getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual([
      "the bank (evil.example)",
      "https://b.example/x",
    ]);
    for (const link of links) expect(link.getAttribute("rel")).toContain("noopener");
  });

  it("writes an address as the network reads it, whoever it pretends to be", () => {
    const text = "[your bank](https://bank.example@evil.example/) [x](https://аpple.example/)";
    const { container } = render(<Prose text={text} growing={growing} prefix="m" />);
    expect(container.textContent).toContain("your bank (evil.example)");
    expect(container.textContent).toContain("(xn--pple-43d.example)");
  });

  it("asks before it shows a picture of somebody else's server, and names it", () => {
    const text = "![A lighthouse](https://pictures.example/a.jpg)";
    const { getByRole } = render(<Prose text={text} growing={growing} prefix="m" />);
    const button = getByRole("button", { name: /A lighthouse.*pictures\.example/ });
    expect(button.querySelector("img")).toBeNull();
  });
});
