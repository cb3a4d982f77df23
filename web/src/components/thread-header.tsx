"use client";

import { Menu as MenuIcon, SquarePen } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "@/words";
import { Button } from "./ui/button";
import { openThread } from "./use-place";

type ThreadHeaderProps = {
  /** The sidebar stands open beside the thread. */
  sidebarOpen: boolean;
  onSidebar: () => void;
  pickers: ReactNode;
  menu: ReactNode;
  fresh: boolean;
};

export function ThreadHeader(props: ThreadHeaderProps) {
  const { sidebarOpen, onSidebar, pickers, menu, fresh } = props;
  return (
    <header data-slot="thread-header" className="pt-safe shrink-0">
      <div className="flex h-14 items-center gap-0.5 px-1.5">
        <Button
          variant="quiet"
          size="icon"
          aria-label={sidebarOpen ? words.room.closeSidebar : words.room.openSidebar}
          aria-expanded={sidebarOpen}
          onClick={onSidebar}
        >
          <MenuIcon aria-hidden />
        </Button>
        <div className="flex min-w-0 grow items-center">{pickers}</div>
        {!fresh && (
          <Button
            variant="quiet"
            size="icon"
            aria-label={words.common.newThread}
            className="max-[23rem]:hidden"
            onClick={() => openThread(null)}
          >
            <SquarePen aria-hidden />
          </Button>
        )}
        {menu}
      </div>
    </header>
  );
}
