import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { formatCount, formatPrice, formatTokens, formatUsd } from "@/components/format";
import { words } from "@/words";
import { de } from "./de";
import { dePages } from "./de-pages";
import { told } from "./de-server";
import { en } from "./en";
import { enPages } from "./en-pages";
import { language, LANGUAGES, speak } from "./language";
import { pages } from "./pages";

type Tree = { [key: string]: string | Tree | ((...args: never[]) => unknown) };

/** Every text of a catalogue by its path, with stand-ins where a sentence has a hole. */
function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`;
    if (typeof value === "string") return [[at, value]];
    if (typeof value !== "function") return texts(value, at);
    const said = (value as (...args: unknown[]) => unknown)("«1»", "«2»", "«3»", "«4»");
    return typeof said === "string" ? [[at, said]] : [];
  });
}

afterEach(() => speak("en"));

/** What both languages write alike. */
const ALIKE = /^(Hearth|Agent|Name|Emoji|Link|Token|Code|Esc|Export|Import|Markdown|Budget)\b|^$/;

describe.each([
  ["the room", en as unknown as Tree, de as unknown as Tree],
  ["the pages", enPages as unknown as Tree, dePages as unknown as Tree],
])("the German of %s", (_, english, german) => {
  it("has every text of the English, and no other", () => {
    expect(texts(german).map(([path]) => path)).toEqual(texts(english).map(([path]) => path));
  });

  it("is German, and not empty where the English says something", () => {
    const originals = new Map(texts(english));
    const same = texts(german).filter(
      ([path, text]) => text === originals.get(path) && / /.test(text) && !ALIKE.test(text),
    );
    expect(same.map(([path]) => path)).toEqual([]);
    expect(
      texts(german).filter(([path, text]) => text === "" && originals.get(path) !== ""),
    ).toEqual([]);
  });

  it("says everything that a sentence is given", () => {
    const originals = new Map(texts(english));
    const holes = (text: string) => [...new Set(text.match(/«\d»/g))].sort();
    for (const [path, text] of texts(german)) {
      expect([path, holes(text)]).toEqual([path, holes(originals.get(path) ?? "")]);
    }
  });
});

it("speaks another language at once, and English again", async () => {
  expect(words.common.close).toBe("Close");
  await speak("de");
  expect(language.get()).toBe("de");
  expect(document.documentElement.lang).toBe("de");
  expect([words.common.close, pages.agents.title]).toEqual(["Schließen", "Agenten"]);
  expect(localStorage.getItem("hearth:language")).toBe("de");
  await speak("en");
  expect([words.common.close, pages.agents.title]).toEqual(["Close", "Agents"]);
});

it("writes numbers and money as the language does", async () => {
  const all = () => [
    formatCount(1234.5),
    formatTokens(1_000_000),
    formatUsd(0.012),
    formatUsd(0.00001),
    formatPrice({ input: 3, output: 0.6, cachedInput: 0 }),
  ];
  expect(all()).toEqual(["1,234.5", "1M", "$0.012", "under $0.0001", "$3 in, $0.6 out"]);
  await speak("de");
  const plain = all().map((text) => text.replace(/\u00a0/g, " "));
  expect(plain).toEqual([
    "1.234,5",
    "1 Mio.",
    "0,012 $",
    "unter 0,0001 $",
    "3 $ Eingabe, 0,6 $ Ausgabe",
  ]);
});

it("tells a refusal in German where it knows it, else as the server said it", () => {
  expect(told("not-found", "There is no such model. Pick another one.")).toMatch(/^Dieses Modell/);
  expect(told("unavailable", "Some sentence.")).toMatch(/^Das ist gerade nicht erreichbar/);
  expect(told("invalid-argument", "Some sentence.")).toBe("Some sentence.");
});

it("knows the same languages before the first paint, and has a manifest for each", () => {
  const theme = readFileSync("public/theme.js", "utf8");
  const [, listed = ""] = /LANGUAGES = (\[.*\])/.exec(theme) ?? [];
  expect(JSON.parse(listed)).toEqual(Object.keys(LANGUAGES));
  const manifest = (name: string): unknown => JSON.parse(readFileSync(`public/${name}`, "utf8"));
  const english = manifest("manifest.webmanifest") as object;
  for (const tag of Object.keys(LANGUAGES).slice(1)) {
    const other = manifest(`manifest.${tag}.webmanifest`) as object;
    expect(Object.keys(other)).toEqual(Object.keys(english));
    expect(other).toMatchObject({ lang: tag, id: "/", start_url: "/" });
  }
});
