"use client";

import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { words } from "@/words";
import { Button } from "./ui/button";

type AttachButtonProps = { onFiles: (files: readonly File[]) => void };

/** Adds pictures and files; a phone offers its camera and its album, too. */
export function AttachButton({ onFiles }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        className="rounded-full"
        aria-label={words.composer.attach}
        onClick={() => input.current?.click()}
      >
        <Paperclip aria-hidden />
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label={words.composer.files}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
