"use client";

import { createContext, type ReactNode, use, useState, useSyncExternalStore } from "react";
import type { Readable } from "@/lib/cell";
import { Hearth } from "@/lib/hearth";
import type { Workspace } from "@/lib/workspace";

const HearthContext = createContext<Hearth | null>(null);

/** Gives the hooks below it the session and the workspace. Nothing starts before it is on screen. */
export function HearthProvider({ children }: { children: ReactNode }) {
  const [hearth] = useState(() => new Hearth());
  useReadable(hearth.workspace);
  return <HearthContext value={hearth}>{children}</HearthContext>;
}

export function useHearth(): Hearth {
  const hearth = use(HearthContext);
  if (!hearth) throw new Error("Wrap the page in <HearthProvider>.");
  return hearth;
}

/** The workspace of who is signed in; `null` while there is none. */
export function useWorkspace(): Workspace | null {
  return useReadable(useHearth().workspace);
}

export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.get, readable.get);
}

/** A readable that never changes, for when there is nothing to read yet. */
export function still<T>(value: T): Readable<T> {
  return { get: () => value, subscribe: () => () => {} };
}
