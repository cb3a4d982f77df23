/**
 * Which language the client speaks: what was chosen on this device, else the browser's first that
 * Hearth knows, else English. /theme.js decides it before the first paint and writes it into the
 * page's `lang`. The pages are built in English; any other language is fetched when it is spoken.
 */

import { Cell, type Readable } from "@/lib/cell";
import type { Words } from "./en";
import type { Pages } from "./en-pages";

/** What each is called by those who speak it, and which way it is read. */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr" },
  de: { name: "Deutsch", dir: "ltr" },
} as const satisfies Record<string, { name: string; dir: "ltr" | "rtl" }>;

export type Language = keyof typeof LANGUAGES;

type Catalogue = { language: Language; words: Words; pages: Pages };

const KEY = "hearth:language";

/** `null` is English, of which each part of the client brings its own words. */
const spoken = new Cell<Catalogue | null>(null);

export const catalogue: Readable<Catalogue | null> = spoken;

export const language: Readable<Language> = {
  get: () => spoken.get()?.language ?? "en",
  subscribe: spoken.subscribe,
};

/** For dates and numbers: the language as the browser's own settings write it, with a region. */
export function locale(): string {
  const now = language.get();
  const own = typeof navigator === "undefined" ? [] : navigator.languages;
  return own.find((tag) => tag.split("-")[0] === now) ?? now;
}

const CATALOGUES: Record<Exclude<Language, "en">, () => Promise<Catalogue>> = {
  de: async () => {
    const [{ de }, { dePages }] = await Promise.all([import("./de"), import("./de-pages")]);
    return { language: "de", words: de, pages: dePages };
  },
};

function isLanguage(tag: string): tag is Language {
  return tag in LANGUAGES;
}

let asked: Promise<Catalogue | null> | null = null;

/** Begins to fetch the words that the page was opened for, while it comes to life. */
export function fetchWords(): void {
  const tag = document.documentElement.lang;
  if (isLanguage(tag) && tag !== "en") asked ??= CATALOGUES[tag]();
}

/** Speaks the language that the page was opened for. Until then the page stays blank, not English. */
export async function speakAsOpened(): Promise<void> {
  fetchWords();
  try {
    if (asked) show(await asked);
  } catch {
    show(null);
  } finally {
    delete document.documentElement.dataset.words;
  }
}

/** Speaks another language from now on, and remembers it on this device. */
export async function speak(next: Language): Promise<void> {
  show(next === "en" ? null : await CATALOGUES[next]());
  localStorage.setItem(KEY, next);
}

function show(next: Catalogue | null): void {
  const lang = next?.language ?? "en";
  Object.assign(document.documentElement, { lang, dir: LANGUAGES[lang].dir });
  spoken.set(next);
}
