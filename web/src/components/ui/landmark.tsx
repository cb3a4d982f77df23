"use client";

import { createContext, use, useState, type ReactNode } from "react";

const LandmarkContext = createContext<HTMLElement | null>(null);

/** Lets what opens over a part of the page stand inside that part, as a screen reader walks it. */
export function Landmark({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <LandmarkContext value={place}>
      {children}
      <div ref={setPlace} data-slot="landmark" />
    </LandmarkContext>
  );
}

/** Where a menu goes: into the part of the page that it belongs to, else to the end of the page. */
export function useLandmark(): HTMLElement | null {
  return use(LandmarkContext);
}
