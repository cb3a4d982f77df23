"use client";

import { Direction as Primitive } from "radix-ui";
import { type ReactNode, useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["dir"] });
  return () => observer.disconnect();
}

function read(): "ltr" | "rtl" {
  return document.documentElement.dir === "rtl" ? "rtl" : "ltr";
}

/** Menus, tabs and sliders below it open and move the way that the page is read. */
export function Direction({ children }: { children: ReactNode }) {
  const direction = useSyncExternalStore(subscribe, read, () => "ltr" as const);
  return <Primitive.Provider dir={direction}>{children}</Primitive.Provider>;
}
