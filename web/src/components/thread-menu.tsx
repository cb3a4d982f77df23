"use client";

import { Ellipsis, Pencil, Printer, Share2, SquarePen } from "lucide-react";
import { useState } from "react";
import { useThreads } from "@/hooks/use-threads";
import type { Thread } from "@/lib/types";
import { words } from "@/words";
import { deferred } from "./deferred";
import { ExportItems } from "./export-items";
import { RenameDialog } from "./rename-dialog";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "./ui/menu";
import { openThread } from "./use-place";

const ShareDialog = deferred(() =>
  import("./community/share-dialog").then((module) => module.ShareDialog),
);

/** What can be done with the whole thread on screen. */
export function ThreadMenu({ thread }: { thread: Thread }) {
  const { rename } = useThreads();
  const [renaming, setRenaming] = useState(false);
  const [sharing, setSharing] = useState(false);

  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="quiet" size="icon" aria-label={words.thread.menu}>
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="w-60">
          <MenuItem onSelect={() => openThread(null)}>
            <SquarePen aria-hidden />
            {words.common.newThread}
          </MenuItem>
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            {words.common.rename}
          </MenuItem>
          <MenuItem onSelect={() => setSharing(true)}>
            <Share2 aria-hidden />
            {words.thread.share}
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>{words.thread.exportThis}</MenuLabel>
          <ExportItems thread={thread} />
          <MenuItem onSelect={() => setTimeout(print)}>
            <Printer aria-hidden />
            {words.thread.print}
          </MenuItem>
        </MenuContent>
      </Menu>
      {sharing && <ShareDialog thread={thread} onClose={() => setSharing(false)} />}
      <RenameDialog
        open={renaming}
        title={thread.title}
        onOpenChange={setRenaming}
        onRename={(title) => rename(thread.id, title)}
      />
    </>
  );
}
