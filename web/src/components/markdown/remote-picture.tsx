"use client";

import { Image as ImageIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { words } from "@/words";
import { Button } from "../ui/button";
import { OutLink, hostOf } from "./out-link";

type RemotePictureProps = { src: string; alt: string };

/**
 * A picture of somebody else's server. To load it tells that server who reads this, and when, so it
 * loads when it is tapped, on a page of its own that can do nothing else.
 */
export function RemotePicture({ src, alt }: RemotePictureProps) {
  const [shown, setShown] = useState(false);
  const name = alt || words.message.picture;
  const host = hostOf(src);
  if (host === "") return <span>{name}</span>;
  if (!src.startsWith("https:")) return <OutLink href={src}>{name}</OutLink>;
  if (shown) return <Framed src={src} name={name} host={host} />;
  return (
    <Button
      className="h-auto min-h-11 max-w-full justify-start py-2 text-start font-normal whitespace-normal"
      onClick={() => setShown(true)}
    >
      <ImageIcon aria-hidden />
      <span className="grid min-w-0">
        <span className="truncate">{name}</span>
        <span className="text-xs text-soft">{words.markdown.showPicture(host)}</span>
      </span>
    </Button>
  );
}

type Size = { width: number; height: number };

function sizeOf(data: unknown): Size | null {
  if (typeof data !== "object" || data === null) return null;
  const { width, height } = data as Partial<Record<keyof Size, unknown>>;
  if (typeof width !== "number" || typeof height !== "number") return null;
  return width > 0 && height > 0 ? { width, height } : null;
}

function Framed({ src, name, host }: { src: string; name: string; host: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [size, setSize] = useState<Size>({ width: 3, height: 2 });

  useEffect(() => {
    const hear = (event: MessageEvent) => {
      const told = event.source === frame.current?.contentWindow ? sizeOf(event.data) : null;
      if (told) setSize(told);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);

  return (
    <iframe
      ref={frame}
      title={words.markdown.pictureFrom(name, host)}
      src={`/picture#${encodeURIComponent(src)}`}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      style={{ aspectRatio: `${size.width} / ${size.height}` }}
      className="max-h-[70dvh] w-full rounded-md border border-line"
    />
  );
}
