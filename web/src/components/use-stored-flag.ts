"use client";

import { useState } from "react";

/** A yes or no that this device remembers. */
export function useStoredFlag(key: string): [boolean, (value: boolean) => void] {
  const [flag, setFlag] = useState(() => localStorage.getItem(key) === "yes");
  const set = (value: boolean) => {
    setFlag(value);
    if (value) localStorage.setItem(key, "yes");
    else localStorage.removeItem(key);
  };
  return [flag, set];
}
