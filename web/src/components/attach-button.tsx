"use client";

import { ImagePlus } from "lucide-react";
import { useRef } from "react";
import { Button } from "./ui/button";

type AttachButtonProps = { onFiles: (files: readonly File[]) => void };

/** Adds pictures: from the files of a computer, from the camera or the album of a phone. */
export function AttachButton({ onFiles }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        className="rounded-full"
        aria-label="Add pictures"
        onClick={() => input.current?.click()}
      >
        <ImagePlus aria-hidden />
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        tabIndex={-1}
        aria-label="Pictures"
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
