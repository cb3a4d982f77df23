"use client";

import { FileText, X } from "lucide-react";
import type { Attachment } from "@/lib/attachments";
import { visible } from "@/lib/visible";
import { words } from "@/words";
import { sizeOf } from "./file-row";
import { Button } from "./ui/button";
import { Ember } from "./ui/ember";

type AttachmentStripProps = { attached: readonly Attachment[]; onRemove: (id: string) => void };

/** What goes with the message that is being written: pictures as they look, files by name. */
export function AttachmentStrip({ attached, onRemove }: AttachmentStripProps) {
  if (attached.length === 0) return null;
  return (
    <ul
      aria-label={words.composer.attached}
      className="flex items-center gap-2 overflow-x-auto p-1.5 pb-2"
    >
      {attached.map((one, index) =>
        one.kind === "picture" ? (
          <li key={one.id} className="relative shrink-0 animate-rise">
            <img
              src={one.url}
              alt={words.composer.picture(index + 1)}
              className="size-20 rounded-md border border-line object-cover"
            />
            <Button
              variant="plain"
              size="icon"
              aria-label={words.composer.removePicture(index + 1)}
              className="coarse:size-9 absolute -end-1.5 -top-1.5 size-7 rounded-full shadow-lift [&_svg]:size-4"
              onClick={() => onRemove(one.id)}
            >
              <X aria-hidden />
            </Button>
          </li>
        ) : one.kind === "reading" ? (
          <li
            key={one.id}
            data-slot="file"
            data-state="reading"
            className="flex min-h-12 max-w-64 shrink-0 animate-rise items-center gap-2 rounded-md border border-line px-3 text-sm text-soft"
          >
            <Ember />
            <span className="truncate">{words.composer.reading(visible(one.name))}</span>
          </li>
        ) : (
          <li
            key={one.id}
            data-slot="file"
            className="flex max-w-64 shrink-0 animate-rise items-center gap-2 rounded-md border border-line ps-3"
          >
            <FileText aria-hidden className="size-5 shrink-0 text-soft" />
            <span className="min-w-0 py-1.5 text-sm">
              <bdi className="block truncate">{visible(one.name)}</bdi>
              <span className="block text-xs text-soft">{sizeOf(one)}</span>
            </span>
            <Button
              variant="quiet"
              size="icon"
              className="size-11 shrink-0"
              aria-label={words.composer.remove(one.name)}
              onClick={() => onRemove(one.id)}
            >
              <X aria-hidden />
            </Button>
          </li>
        ),
      )}
    </ul>
  );
}
