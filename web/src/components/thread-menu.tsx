"use client";

import { Ellipsis, Pencil, Printer, Share2, SquarePen } from "lucide-react";
import { useState } from "react";
import { useThreads } from "@/hooks/use-threads";
import type { Thread } from "@/lib/types";
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
          <Button variant="quiet" size="icon" aria-label="Thread menu">
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="w-60">
          <MenuItem onSelect={() => openThread(null)}>
            <SquarePen aria-hidden />
            New thread
          </MenuItem>
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </MenuItem>
          <MenuItem onSelect={() => setSharing(true)}>
            <Share2 aria-hidden />
            Share
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>Export this thread</MenuLabel>
          <ExportItems thread={thread} />
          <MenuItem onSelect={() => setTimeout(print)}>
            <Printer aria-hidden />
            Print or save as PDF
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
