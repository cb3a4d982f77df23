"use client";

import { X } from "lucide-react";
import type { Attachment } from "@/lib/attachments";
import { Button } from "./ui/button";

type AttachmentStripProps = { attached: readonly Attachment[]; onRemove: (id: string) => void };

/** The pictures that go with the message that is being written. */
export function AttachmentStrip({ attached, onRemove }: AttachmentStripProps) {
  if (attached.length === 0) return null;
  return (
    <ul aria-label="Pictures to send" className="flex gap-2 overflow-x-auto p-1.5 pb-2">
      {attached.map(({ id, url }, index) => (
        <li key={id} className="relative shrink-0 animate-rise">
          <img
            src={url}
            alt={`Picture ${index + 1}`}
            className="size-20 rounded-md border border-line object-cover"
          />
          <Button
            variant="plain"
            size="icon"
            aria-label={`Remove picture ${index + 1}`}
            className="coarse:size-9 absolute -end-1.5 -top-1.5 size-7 rounded-full shadow-lift [&_svg]:size-4"
            onClick={() => onRemove(id)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
