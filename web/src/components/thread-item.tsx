"use client";

import { Archive, Ellipsis, Pencil, Pin, PinOff, Trash } from "lucide-react";
import { useState } from "react";
import type { Thread } from "@/lib/types";
import { cn } from "./cn";
import { RenameDialog } from "./rename-dialog";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "./ui/menu";

type ThreadItemProps = {
  thread: Thread;
  current: boolean;
  onOpen: () => void;
  onRename: (title: string) => void;
  onPin: () => void;
  onArchive: () => void;
  onRemove: () => void;
};

/** A thread in the list. Its menu shows on hover, on focus, and always under a thumb. */
export function ThreadItem(props: ThreadItemProps) {
  const { thread, current, onOpen, onRename, onPin, onArchive, onRemove } = props;
  const [renaming, setRenaming] = useState(false);
  return (
    <li
      data-slot="thread-item"
      data-state={current ? "current" : "idle"}
      className={cn(
        "group flex items-center rounded-sm hover:bg-hover",
        current && "bg-pressed hover:bg-pressed",
      )}
    >
      <button
        type="button"
        aria-current={current ? "page" : undefined}
        onClick={onOpen}
        className="fine:min-h-9 fine:py-1.5 fine:text-sm min-h-11 min-w-0 grow truncate rounded-sm px-2.5 py-2 text-start text-base"
      >
        {thread.title}
      </button>
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="quiet"
            size="icon"
            aria-label={`Actions for ${thread.title}`}
            className="coarse:size-11 coarse:opacity-100 size-9 rounded-sm opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 [&_svg]:size-4.5"
          >
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </MenuItem>
          <MenuItem onSelect={onPin}>
            {thread.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
            {thread.pinned ? "Unpin" : "Pin"}
          </MenuItem>
          <MenuItem onSelect={onArchive}>
            <Archive aria-hidden />
            Archive
          </MenuItem>
          <MenuSeparator />
          <MenuItem variant="danger" onSelect={onRemove}>
            <Trash aria-hidden />
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameDialog
        open={renaming}
        title={thread.title}
        onOpenChange={setRenaming}
        onRename={onRename}
      />
    </li>
  );
}
