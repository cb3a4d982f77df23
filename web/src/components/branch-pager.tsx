"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { words } from "@/words";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";

type BranchPagerProps = { id: string; siblings: readonly string[]; noun: "message" | "answer" };

/** Pages through the versions of a message; each keeps what was said after it. */
export function BranchPager({ id, siblings, noun }: BranchPagerProps) {
  const { show } = useThreadActions();
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(id);
  const before = siblings[at - 1];
  const after = siblings[at + 1];
  return (
    <div
      role="group"
      aria-label={words.message.versions[noun]}
      data-slot="branch-pager"
      className="flex items-center text-sm text-soft"
    >
      <Button
        variant="quiet"
        size="icon"
        className="coarse:size-11 size-9"
        disabled={before === undefined}
        aria-label={words.message.previous[noun]}
        onClick={() => before !== undefined && show(before)}
      >
        <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
      </Button>
      <span className="tabular-nums">
        {at + 1}/{siblings.length}
      </span>
      <Button
        variant="quiet"
        size="icon"
        className="coarse:size-11 size-9"
        disabled={after === undefined}
        aria-label={words.message.next[noun]}
        onClick={() => after !== undefined && show(after)}
      >
        <ChevronRight aria-hidden className="rtl:-scale-x-100" />
      </Button>
    </div>
  );
}
