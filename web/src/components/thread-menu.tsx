"use client";

import { Ellipsis, Pencil, Printer, SquarePen } from "lucide-react";
import { useState } from "react";
import { useThreads } from "@/hooks/use-threads";
import type { Thread } from "@/lib/types";
import { ExportItems } from "./export-items";
import { RenameDialog } from "./rename-dialog";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "./ui/menu";
import { openThread } from "./use-place";

/** What can be done with the whole thread on screen. */
export function ThreadMenu({ thread }: { thread: Thread }) {
  const { rename } = useThreads();
  const [renaming, setRenaming] = useState(false);

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
          <MenuSeparator />
          <MenuLabel>Export this thread</MenuLabel>
          <ExportItems thread={thread} />
          <MenuItem onSelect={() => setTimeout(print)}>
            <Printer aria-hidden />
            Print or save as PDF
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameDialog
        open={renaming}
        title={thread.title}
        onOpenChange={setRenaming}
        onRename={(title) => rename(thread.id, title)}
      />
    </>
  );
}
