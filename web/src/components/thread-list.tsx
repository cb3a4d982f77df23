"use client";

import { Archive, ArrowLeft } from "lucide-react";
import { useDeferredValue, useMemo, useState, type RefObject } from "react";
import { useCached } from "@/hooks/use-cached";
import { useUnread } from "@/hooks/use-seen";
import { useThreads } from "@/hooks/use-threads";
import { found, type Found } from "@/lib/search";
import type { Thread } from "@/lib/types";
import { words } from "@/words";
import { dayGroup } from "./format";
import { useHidden, useRemoveWithUndo } from "./removal";
import { SearchField } from "./search-field";
import { ThreadItem, type ThreadItemVerbs } from "./thread-item";
import { Button } from "./ui/button";
import { Skeleton } from "./ui/skeleton";
import { toast } from "./ui/toast";
import { useNear } from "./use-near";

/** Shorter words are in nearly every text. */
const SHORTEST_SOUGHT = 2;

function grouped(items: readonly Found[], now: number): [string, Found[]][] {
  const groups = new Map<string, Found[]>();
  for (const item of items) {
    const { pinned, updatedAt } = item.thread;
    const name = pinned ? words.list.pinned : dayGroup(updatedAt, now);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
}

/** Listed threads, and those beside them that only this device's memory knows, each once. */
function together(
  listed: readonly Thread[],
  cached: readonly Thread[],
  archived: boolean,
): Thread[] {
  const known = new Set(listed.map(({ id }) => id));
  const older = cached.filter((thread) => !known.has(thread.id) && thread.archived === archived);
  return [...listed, ...older.sort((a, b) => b.updatedAt - a.updatedAt)];
}

type ThreadListProps = {
  current: string | null;
  onOpen: (id: string | null) => void;
  /** Shows the archive in this list's place, or comes back from it. */
  archived: boolean;
  onArchived: (archived: boolean) => void;
};

export function ThreadList({ current, onOpen, archived, onArchived }: ThreadListProps) {
  const list = useThreads(archived);
  const { status, threads, hasMore, loadMore, running } = list;
  const hidden = useHidden();
  const removeWithUndo = useRemoveWithUndo();
  const unread = useUnread();
  const [search, setSearch] = useState("");
  const [now] = useState(() => Date.now());
  const sought = useDeferredValue(search).trim();
  const searching = sought.length >= SHORTEST_SOUGHT;
  const cached = useCached(searching);
  const end = useNear<HTMLDivElement>(loadMore);
  const all = searching ? together(threads, cached.threads, archived) : threads;
  const shown = found(all, cached.said, sought).filter(({ thread }) => !hidden.has(thread.id));

  const { prepare, rename, pin, archive } = list;
  const verbs = useMemo<ThreadItemVerbs>(() => {
    const leave = (id: string) => {
      if (id === current) onOpen(null);
    };
    return {
      open: ({ id }) => {
        prepare(id);
        onOpen(id);
      },
      rename: ({ id }, title) => rename(id, title),
      pin: ({ id, pinned }) => pin(id, !pinned),
      archive: ({ id, archived }) => {
        if (!archived) leave(id);
        archive(id, !archived);
        toast(archived ? words.list.restored : words.list.archived, {
          label: words.common.undo,
          run: () => archive(id, archived),
        });
      },
      remove: ({ id }) => {
        leave(id);
        removeWithUndo("thread", id);
      },
    };
  }, [current, onOpen, prepare, rename, pin, archive, removeWithUndo]);

  return (
    <nav
      aria-label={archived ? words.list.archivedThreads : words.room.threads}
      className="flex min-h-0 grow flex-col"
    >
      {archived && (
        <div className="flex items-center px-1.5 pb-1">
          <Button
            variant="quiet"
            size="icon"
            aria-label={words.list.all}
            onClick={() => onArchived(false)}
          >
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </Button>
          <h2 className="text-sm font-semibold">{words.list.archive}</h2>
        </div>
      )}
      <div className="px-3 pb-1">
        <SearchField
          label={archived ? words.list.searchArchive : words.list.search}
          value={search}
          onChange={setSearch}
        />
      </div>
      <div
        data-slot="thread-scroller"
        className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4"
      >
        {status === "loading" && <Loading />}
        {status === "error" && (
          <p role="alert" className="px-3 py-4 text-sm text-soft">
            {words.list.failed}
          </p>
        )}
        {status === "ready" && shown.length === 0 && (
          <p className="px-3 py-4 text-sm text-soft">
            {search !== ""
              ? words.list.noneFound
              : archived
                ? words.list.emptyArchive
                : words.list.empty}
          </p>
        )}
        {grouped(shown, now).map(([name, group]) => (
          <section key={name} aria-label={name}>
            <h2 className="px-2.5 pt-4 pb-1 text-xs font-medium text-soft">{name}</h2>
            <ul>
              {group.map(({ thread, snippet }) => (
                <ThreadItem
                  key={thread.id}
                  thread={thread}
                  snippet={snippet}
                  current={thread.id === current}
                  mark={
                    running.has(thread.id)
                      ? "running"
                      : thread.id !== current && unread(thread)
                        ? "unread"
                        : null
                  }
                  verbs={verbs}
                />
              ))}
            </ul>
          </section>
        ))}
        {hasMore && <More end={end} onMore={loadMore} />}
        {!archived && status === "ready" && (
          <Button
            variant="quiet"
            size="sm"
            className="coarse:h-11 mt-4 w-full justify-start px-2.5"
            onClick={() => onArchived(true)}
          >
            <Archive aria-hidden />
            {words.list.archive}
          </Button>
        )}
      </div>
    </nav>
  );
}

/** The end of the list, which fetches more of it when it comes near, or by hand. */
function More({ end, onMore }: { end: RefObject<HTMLDivElement | null>; onMore: () => void }) {
  return (
    <div ref={end}>
      <Button variant="quiet" className="mt-2 w-full text-sm" onClick={onMore}>
        {words.list.more}
      </Button>
    </div>
  );
}

function Loading() {
  return (
    <div role="status" aria-label={words.room.loading} className="grid gap-4 px-2.5 pt-6">
      {[72, 90, 58, 80, 66].map((width) => (
        <Skeleton key={width} className="h-4" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
