"use client";

import { useEffect, useRef } from "react";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { textOf } from "./message-text";

/** The end of the last whole sentence or line of a text. */
function sentenceEnd(text: string): number {
  const ends = [...text.matchAll(/[.!?…:;。！？](?=\s)|\n/g)];
  const last = ends.at(-1);
  return last ? last.index + 1 : 0;
}

/** Markdown as it would be said. */
function spoken(text: string): string {
  return text
    .replace(/```[^\n]*\n[\s\S]*?(```|$)/g, ` ${words.reply.code} `)
    .replace(/[*_`#>|]+/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim();
}

/** Reads an answer to a screen reader as it is written: whole sentences, each of them once. */
export function Announcer({ message }: { message: ShownMessage | undefined }) {
  const region = useRef<HTMLDivElement>(null);
  const said = useRef({ id: "", upTo: 0, live: false });
  const id = message?.role === "assistant" ? message.id : "";
  const text = message ? textOf(message.parts) : "";
  const streaming = message?.status === "streaming";

  useEffect(() => {
    const box = region.current;
    if (!box || id === "") return;
    if (said.current.id !== id) {
      // An answer that was already here is for reading, not for announcing.
      said.current = { id, upTo: streaming ? 0 : text.length, live: streaming };
    }
    const at = said.current;
    const end = streaming ? at.upTo + sentenceEnd(text.slice(at.upTo)) : text.length;
    if (end > at.upTo && at.live) {
      const line = document.createElement("p");
      line.textContent = spoken(text.slice(at.upTo, end));
      box.append(line);
      while (box.childElementCount > 4) box.firstElementChild?.remove();
    }
    at.upTo = Math.max(at.upTo, end);
    at.live = at.live && streaming;
  }, [id, text, streaming]);

  return <div ref={region} aria-live="polite" data-slot="announcer" className="sr-only" />;
}
