"use client";

import { Fragment, useLayoutEffect, useSyncExternalStore, type ReactNode } from "react";
import { fetchWords, language, speakAsOpened } from "./language";

if (typeof document !== "undefined") fetchWords();

/** Draws what is below it anew when another language is spoken. */
export function Speaker({ children }: { children: ReactNode }) {
  const spoken = useSyncExternalStore(language.subscribe, language.get, () => "en" as const);
  // What was prerendered is English, and has to be met in English before it changes.
  useLayoutEffect(() => void speakAsOpened(), []);
  return <Fragment key={spoken}>{children}</Fragment>;
}
