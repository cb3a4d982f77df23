"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useMember } from "@/hooks/use-member";
import { useOnline } from "@/hooks/use-online";
import { Sidebar } from "./sidebar";
import { ThreadScreen } from "./thread-screen";
import { Banner } from "./ui/banner";
import { Button } from "./ui/button";
import { Dialog, DialogTitle, Drawer } from "./ui/dialog";
import { Toaster } from "./ui/toast";
import { WIDE, useMedia } from "./use-media";
import { openThread, useThreadParam } from "./use-thread-param";
import { useStoredFlag } from "./use-stored-flag";

function Banners() {
  const online = useOnline();
  const { banner } = useMember().settings;
  const [dismissed, setDismissed] = useState("");
  return (
    <>
      {!online && <Banner>You are offline. What you send goes out when you are back.</Banner>}
      {banner !== "" && banner !== dismissed && (
        <Banner tone="quiet" className="justify-between border-b border-line text-start">
          <p className="mx-auto py-1">{banner}</p>
          <Button
            variant="quiet"
            size="icon"
            className="-mr-2"
            aria-label="Dismiss this notice"
            onClick={() => setDismissed(banner)}
          >
            <X aria-hidden />
          </Button>
        </Banner>
      )}
    </>
  );
}

/** The room of a member: the sidebar and a thread, or the thread with the sidebar in a drawer. */
export function Room() {
  const threadId = useThreadParam();
  const wide = useMedia(WIDE);
  const [closed, setClosed] = useStoredFlag("hearth:sidebar-closed");
  const [drawer, setDrawer] = useState(false);

  useShortcuts();

  return (
    <div data-slot="room" className="app-frame flex flex-col">
      <Banners />
      <div className="flex min-h-0 grow">
        {wide && !closed && (
          <aside
            aria-label="Sidebar"
            className="w-(--sidebar) shrink-0 border-r border-line bg-sunk"
          >
            <Sidebar threadId={threadId} />
          </aside>
        )}
        <Dialog open={drawer && !wide} onOpenChange={setDrawer}>
          <Drawer aria-describedby={undefined}>
            <DialogTitle className="sr-only">Threads and notes</DialogTitle>
            <Sidebar threadId={threadId} onDone={() => setDrawer(false)} />
          </Drawer>
        </Dialog>
        <ThreadScreen
          threadId={threadId}
          sidebarOpen={wide ? !closed : drawer}
          onSidebar={() => (wide ? setClosed(!closed) : setDrawer(true))}
        />
      </div>
      <Toaster />
    </div>
  );
}

/** Ctrl or Command with Shift and O begins a new thread. */
function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey) return;
      if (event.key.toLowerCase() !== "o") return;
      event.preventDefault();
      openThread(null);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
