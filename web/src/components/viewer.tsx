"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "@/words";
import { cn } from "./cn";
import { Button } from "./ui/button";
import { Dialog, DialogClose, DialogTitle, DialogTrigger, FullContent } from "./ui/dialog";

type ViewerProps = {
  src: string;
  name: string;
  /** What opens it: the picture, small. */
  children: ReactNode;
  className?: string;
};

/** A picture over the whole window. Fingers zoom it as they zoom any page. */
export function Viewer({ src, name, children, className }: ViewerProps) {
  return (
    <Dialog>
      <DialogTrigger
        data-slot="viewer-trigger"
        aria-label={words.message.enlarge(name)}
        className={cn("cursor-zoom-in rounded-md", className)}
      >
        {children}
      </DialogTrigger>
      <FullContent aria-describedby={undefined} data-slot="viewer">
        <DialogTitle className="sr-only">{name}</DialogTitle>
        <DialogClose asChild>
          <Button
            variant="quiet"
            size="icon"
            aria-label={words.common.close}
            className="justify-self-end"
          >
            <X aria-hidden />
          </Button>
        </DialogClose>
        <div className="grid min-h-0 place-items-center overflow-auto p-4">
          <img src={src} alt={name} className="max-h-full max-w-full rounded-sm object-contain" />
        </div>
      </FullContent>
    </Dialog>
  );
}
