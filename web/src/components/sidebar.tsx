"use client";

import { MessageSquare, NotebookText, SquarePen } from "lucide-react";
import { useState } from "react";
import { useMember } from "@/hooks/use-member";
import { words } from "@/words";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { ThreadList } from "./thread-list";
import { Button } from "./ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "./ui/tabs";
import { openNote, openThread } from "./use-place";
import { deferred } from "./deferred";

const NotesPanel = deferred(() => import("./notes-panel").then((module) => module.NotesPanel));

type SidebarProps = {
  threadId: string | null;
  /** Called when the person has gone somewhere, so that a drawer can close. */
  onDone?: (() => void) | undefined;
  /** Shows what the keyboard can do. */
  onSheet: () => void;
};

/** Threads, notes and the account. */
export function Sidebar({ threadId, onDone, onSheet }: SidebarProps) {
  const { settings } = useMember();
  const [archived, setArchived] = useState(false);
  const go = (id: string | null) => {
    openThread(id);
    onDone?.();
  };
  return (
    <div data-slot="sidebar" className="pt-safe flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-4">
        <Logo />
        <p dir="auto" className="truncate text-lg font-semibold tracking-tight">
          {settings.name || "Hearth"}
        </p>
      </div>
      <Tabs defaultValue="threads" className="flex min-h-0 grow flex-col">
        <div className="grid gap-2 px-3 pb-2">
          <Button className="w-full justify-start" onClick={() => go(null)}>
            <SquarePen aria-hidden />
            {words.common.newThread}
          </Button>
          <TabsList aria-label={words.room.tabs}>
            <TabsTrigger value="threads">
              <MessageSquare aria-hidden />
              {words.room.threads}
            </TabsTrigger>
            <TabsTrigger value="notes">
              <NotebookText aria-hidden />
              {words.room.notes}
            </TabsTrigger>
          </TabsList>
        </div>
        <TabsContent value="threads" className="flex min-h-0 grow flex-col outline-none">
          <ThreadList
            key={archived ? "archive" : "threads"}
            current={threadId}
            onOpen={go}
            archived={archived}
            onArchived={setArchived}
          />
        </TabsContent>
        <TabsContent value="notes" className="flex min-h-0 grow flex-col outline-none">
          <NotesPanel
            onOpen={(id) => {
              openNote(id);
              onDone?.();
            }}
          />
        </TabsContent>
      </Tabs>
      <AccountMenu onSheet={onSheet} onDone={onDone} />
    </div>
  );
}
