"use client";

import { Share2 } from "lucide-react";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { copyText } from "../copy";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";

/** Where a share is read. */
export function linkOf(shareId: string): string {
  return `${location.origin}/s/${shareId}`;
}

/** A link to select, to copy, and to hand on where the device can. */
export function CopyLink({ link, title }: { link: string; title: string }) {
  const copy = async () => {
    if (await copyText(link)) toast(pages.share.linkCopied);
  };
  const handOn = () => void navigator.share({ title, url: link }).catch(() => undefined);
  return (
    <div data-slot="copy-link" className="flex items-center gap-2">
      <code
        tabIndex={0}
        aria-label={pages.share.link}
        className="min-w-0 grow overflow-x-auto rounded-sm bg-code px-3 py-2.5 text-sm whitespace-nowrap select-all"
      >
        {link}
      </code>
      <Button
        size="sm"
        className="coarse:h-11"
        aria-label={pages.share.copyLink}
        onClick={() => void copy()}
      >
        {words.common.copy}
      </Button>
      {"share" in navigator && (
        <Button size="icon" variant="quiet" aria-label={pages.share.sendLink} onClick={handOn}>
          <Share2 aria-hidden />
        </Button>
      )}
    </div>
  );
}
