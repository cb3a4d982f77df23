"use client";

import { Archive, ArchiveRestore, Ellipsis, Pencil, Pin, PinOff, Trash } from "lucide-react";
import { memo, useState } from "react";
import type { Thread } from "@/lib/types";
import { visible } from "@/lib/visible";
import { words } from "@/words";
import { cn } from "./cn";
import { RenameDialog } from "./rename-dialog";
import { Button } from "./ui/button";
import { Ember } from "./ui/ember";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "./ui/menu";

type ThreadItemProps = {
  thread: Thread;
  /** What was found in the text of the thread, for a search. */
  snippet: string | null;
  current: boolean;
  /** An answer grows in it, or it has news. */
  mark: "running" | "unread" | null;
  verbs: ThreadItemVerbs;
};

/** What can be done with a thread of the list; the same for all of them. */
export type ThreadItemVerbs = {
  open: (thread: Thread) => void;
  rename: (thread: Thread, title: string) => void;
  pin: (thread: Thread) => void;
  archive: (thread: Thread) => void;
  remove: (thread: Thread) => void;
};

/**
 * A thread in the list, drawn when something of it changed. Its menu shows on hover, on focus, and
 * always under a thumb.
 */
export const ThreadItem = memo(function ThreadItem(props: ThreadItemProps) {
  const { thread, snippet, current, mark, verbs } = props;
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
        onClick={() => verbs.open(thread)}
        className="fine:min-h-9 fine:py-1.5 fine:text-sm grid min-h-11 min-w-0 grow content-center rounded-sm px-2.5 py-2 text-start text-base"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span dir="auto" className={cn("truncate", mark === "unread" && "font-semibold")}>
            {visible(thread.title)}
          </span>
          <Mark mark={mark} />
        </span>
        {snippet !== null && (
          <span dir="auto" className="truncate text-xs text-soft">
            {snippet}
          </span>
        )}
      </button>
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="quiet"
            size="icon"
            aria-label={words.list.actions(thread.title)}
            className="coarse:size-11 coarse:opacity-100 size-9 rounded-sm opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 [&_svg]:size-4.5"
          >
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            {words.common.rename}
          </MenuItem>
          {!thread.archived && (
            <MenuItem onSelect={() => verbs.pin(thread)}>
              {thread.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
              {thread.pinned ? words.list.unpin : words.list.pin}
            </MenuItem>
          )}
          <MenuItem onSelect={() => verbs.archive(thread)}>
            {thread.archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {thread.archived ? words.list.restore : words.list.archiveIt}
          </MenuItem>
          <MenuSeparator />
          <MenuItem variant="danger" onSelect={() => verbs.remove(thread)}>
            <Trash aria-hidden />
            {words.common.delete}
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameDialog
        open={renaming}
        title={thread.title}
        onOpenChange={setRenaming}
        onRename={(title) => verbs.rename(thread, title)}
      />
    </li>
  );
});

function Mark({ mark }: Pick<ThreadItemProps, "mark">) {
  if (mark === null) return null;
  return (
    <span data-slot="thread-mark" data-state={mark} className="ms-auto flex shrink-0">
      {mark === "running" ? (
        <Ember />
      ) : (
        <span aria-hidden className="size-2 rounded-full bg-ember" />
      )}
      <span className="sr-only">{mark === "running" ? words.list.growing : words.list.unread}</span>
    </span>
  );
}
