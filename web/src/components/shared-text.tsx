"use client";

import { useEffect } from "react";
import { useDraft } from "@/hooks/use-draft";

const FIELDS = ["share-title", "share-text", "share-url"] as const;

/** What another app shared with Hearth, as one text; "" when nothing was. */
export function sharedText(search: string): string {
  const params = new URLSearchParams(search);
  const pieces = FIELDS.map((name) => params.get(name)?.trim() ?? "").filter(Boolean);
  // Many apps put the address into the text as well.
  return pieces
    .filter((piece, at) => !pieces.some((other, i) => i !== at && covers(other, piece, i < at)))
    .join("\n\n");
}

function covers(other: string, piece: string, earlier: boolean): boolean {
  return other.includes(piece) && (other !== piece || earlier);
}

/** Puts what was shared into the draft of a new thread, once. */
export function SharedText() {
  const [draft, setDraft] = useDraft(null);
  useEffect(() => {
    const text = sharedText(location.search);
    if (text === "") return;
    history.replaceState(null, "", "/");
    setDraft(draft === "" ? text : `${draft}\n\n${text}`);
  }, [draft, setDraft]);
  return null;
}
