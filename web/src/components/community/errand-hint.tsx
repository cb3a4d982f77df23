"use client";

import { useSyncExternalStore } from "react";
import { takeErrand, waitingErrand } from "@/lib/errand";
import { words } from "@/words";

const nothing = () => () => {};

function hint(): string {
  takeErrand();
  const errand = waitingErrand();
  if (errand === null) return "";
  return "invite" in errand ? words.door.invited : words.door.copying;
}

/** Says, where one signs in, that what the person came for is not forgotten. */
export function ErrandHint() {
  const text = useSyncExternalStore(nothing, hint, () => "");
  if (text === "") return null;
  return (
    <p role="status" className="mb-5 rounded-md bg-wash px-3.5 py-2.5 text-sm">
      {text}
    </p>
  );
}
