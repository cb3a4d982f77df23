"use client";

import { MessageSquare, NotebookText, SquarePen } from "lucide-react";
import dynamic from "next/dynamic";
import { useMember } from "@/hooks/use-member";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { ThreadList } from "./thread-list";
import { Button } from "./ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "./ui/tabs";
import { openThread } from "./use-thread-param";

const NotesPanel = dynamic(() => import("./notes-panel").then((module) => module.NotesPanel));

type SidebarProps = {
  threadId: string | null;
  /** Called when the person has gone somewhere, so that a drawer can close. */
  onDone?: (() => void) | undefined;
};

/** Threads, notes and the account. */
export function Sidebar({ threadId, onDone }: SidebarProps) {
  const { settings } = useMember();
  const go = (id: string | null) => {
    openThread(id);
    onDone?.();
  };
  return (
    <div data-slot="sidebar" className="pt-safe flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-4">
        <Logo />
        <p className="truncate text-lg font-semibold tracking-tight">{settings.name || "Hearth"}</p>
      </div>
      <Tabs defaultValue="threads" className="flex min-h-0 grow flex-col">
        <div className="grid gap-2 px-3 pb-2">
          <Button className="w-full justify-start" onClick={() => go(null)}>
            <SquarePen aria-hidden />
            New thread
          </Button>
          <TabsList aria-label="Threads or notes">
            <TabsTrigger value="threads">
              <MessageSquare aria-hidden />
              Threads
            </TabsTrigger>
            <TabsTrigger value="notes">
              <NotebookText aria-hidden />
              Notes
            </TabsTrigger>
          </TabsList>
        </div>
        <TabsContent value="threads" className="flex min-h-0 grow flex-col outline-none">
          <ThreadList current={threadId} onOpen={go} />
        </TabsContent>
        <TabsContent value="notes" className="flex min-h-0 grow flex-col outline-none">
          <NotesPanel onOpenThread={go} />
        </TabsContent>
      </Tabs>
      <AccountMenu />
    </div>
  );
}
