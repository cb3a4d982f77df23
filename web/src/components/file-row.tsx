"use client";

import { ChevronDown, FileText } from "lucide-react";
import type { TextFile } from "@/lib/file-part";
import { visible } from "@/lib/visible";
import { words } from "@/words";

/** How much there is of a file: "12 pages, 34,000 characters". */
export function sizeOf({ pages, text }: TextFile): string {
  const characters = words.files.characters(text.length);
  return pages === null ? characters : `${words.files.pages(pages)}, ${characters}`;
}

/** The files of a message, by name; each opens to what of it was sent. */
export function FileRow({ files }: { files: readonly TextFile[] }) {
  return files.map((file, index) => (
    <details
      key={index}
      data-slot="file"
      className="group/file max-w-full min-w-0 rounded-md border border-line bg-raised text-sm"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2.5 rounded-md px-3 hover:bg-hover">
        <FileText aria-hidden className="size-5 shrink-0 text-soft" />
        <span className="min-w-0 grow py-1.5">
          <bdi className="block truncate">{visible(file.name)}</bdi>
          <span className="block text-xs text-soft">{sizeOf(file)}</span>
        </span>
        <ChevronDown
          aria-hidden
          className="size-4 shrink-0 text-soft transition-transform group-open/file:rotate-180"
        />
      </summary>
      <pre
        dir="auto"
        tabIndex={0}
        aria-label={words.files.says(file.name)}
        role="region"
        className="max-h-80 overflow-auto border-t border-line p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
      >
        {visible(file.text)}
      </pre>
    </details>
  ));
}
