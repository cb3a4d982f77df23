"use client";

import { ImageOff } from "lucide-react";
import { usePicture } from "@/hooks/use-picture";
import type { ImagePart } from "@/lib/types";
import { words } from "@/words";
import { useThreadActions } from "./thread-context";
import { Skeleton } from "./ui/skeleton";
import { Viewer } from "./viewer";

/** A picture of a message, small; a tap enlarges it. Its place is kept while it comes. */
export function Picture({ part }: { part: ImagePart }) {
  const { threadId } = useThreadActions();
  const { status, url } = usePicture(threadId, part.imageId);
  if (status === "loading") return <Skeleton className="h-40 w-48 rounded-md" />;
  if (url === null) {
    return (
      <p className="flex h-40 w-48 flex-col items-center justify-center gap-2 rounded-md border border-line bg-raised p-3 text-center text-sm text-soft">
        <ImageOff aria-hidden className="size-5" />
        {words.message.pictureGone}
      </p>
    );
  }
  return (
    <Viewer src={url} name={words.message.picture} className="max-w-full">
      <img
        src={url}
        alt={words.message.pictureHere}
        data-slot="picture"
        className="h-40 max-w-full min-w-24 rounded-md border border-line object-cover"
      />
    </Viewer>
  );
}

/** The pictures of a message, side by side. */
export function PictureRow({ parts }: { parts: readonly ImagePart[] }) {
  if (parts.length === 0) return null;
  return (
    <div data-slot="pictures" className="flex flex-wrap justify-end gap-2">
      {parts.map((part) => (
        <Picture key={part.imageId} part={part} />
      ))}
    </div>
  );
}
