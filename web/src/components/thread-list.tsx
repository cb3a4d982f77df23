"use client";

import { useDeferredValue, useState } from "react";
import { useThreads } from "@/hooks/use-threads";
import type { Thread } from "@/lib/types";
import { dayGroup } from "./format";
import { SearchField } from "./search-field";
import { ThreadItem } from "./thread-item";
import { Button } from "./ui/button";
import { Skeleton } from "./ui/skeleton";
import { toast } from "./ui/toast";
import { useRemoval } from "./use-removal";

function grouped(threads: readonly Thread[], now: number): [string, Thread[]][] {
  const groups = new Map<string, Thread[]>();
  for (const thread of threads) {
    const name = thread.pinned ? "Pinned" : dayGroup(thread.updatedAt, now);
    const group = groups.get(name);
    if (group) group.push(thread);
    else groups.set(name, [thread]);
  }
  return [...groups];
}

function matches(thread: Thread, search: string): boolean {
  return thread.title.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
}

type ThreadListProps = { current: string | null; onOpen: (id: string | null) => void };

export function ThreadList({ current, onOpen }: ThreadListProps) {
  const { status, threads, hasMore, loadMore, rename, pin, archive, remove } = useThreads();
  const [hidden, ask] = useRemoval("Thread", remove);
  const [search, setSearch] = useState("");
  const [now] = useState(() => Date.now());
  const sought = useDeferredValue(search);
  const shown = threads.filter((thread) => !hidden.has(thread.id) && matches(thread, sought));

  const leave = (id: string) => {
    if (id === current) onOpen(null);
  };

  return (
    <nav aria-label="Threads" className="flex min-h-0 grow flex-col">
      <div className="px-3 pb-1">
        <SearchField label="Search threads" value={search} onChange={setSearch} />
      </div>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4">
        {status === "loading" && <Loading />}
        {status === "error" && (
          <p role="alert" className="px-3 py-4 text-sm text-soft">
            Your threads could not be loaded. They will appear when the connection is back.
          </p>
        )}
        {status === "ready" && shown.length === 0 && (
          <p className="px-3 py-4 text-sm text-soft">
            {search ? "No thread has this in its title." : "Your threads will be listed here."}
          </p>
        )}
        {grouped(shown, now).map(([name, group]) => (
          <section key={name} aria-label={name}>
            <h2 className="px-2.5 pt-4 pb-1 text-xs font-medium text-soft">{name}</h2>
            <ul>
              {group.map((thread) => (
                <ThreadItem
                  key={thread.id}
                  thread={thread}
                  current={thread.id === current}
                  onOpen={() => onOpen(thread.id)}
                  onRename={(title) => rename(thread.id, title)}
                  onPin={() => pin(thread.id, !thread.pinned)}
                  onArchive={() => {
                    leave(thread.id);
                    archive(thread.id, true);
                    toast("Thread archived.", {
                      label: "Undo",
                      run: () => archive(thread.id, false),
                    });
                  }}
                  onRemove={() => {
                    leave(thread.id);
                    ask(thread.id);
                  }}
                />
              ))}
            </ul>
          </section>
        ))}
        {hasMore && (
          <Button variant="quiet" className="mt-2 w-full text-sm" onClick={loadMore}>
            {search ? "Search further back" : "Show more"}
          </Button>
        )}
      </div>
    </nav>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading your threads" className="grid gap-4 px-2.5 pt-6">
      {[72, 90, 58, 80, 66].map((width) => (
        <Skeleton key={width} className="h-4" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
