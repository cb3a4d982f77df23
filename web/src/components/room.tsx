"use client";

import { useEffect, useState } from "react";
import { words } from "@/words";
import { Shelf } from "./agents/shelf";
import { Banners } from "./banners";
import { fetchWhenIdle, Sidebar } from "./later";
import { SharedText } from "./shared-text";
import { useShortcuts } from "./shortcuts";
import { ThreadScreen } from "./thread-screen";
import { Dialog, DialogTitle, Drawer } from "./ui/dialog";
import { Landmark } from "./ui/landmark";
import { Toaster } from "./ui/toast";
import { useEdgeSwipe } from "./use-edge-swipe";
import { WIDE, useMedia } from "./use-media";
import { usePlace } from "./use-place";
import { useStoredFlag } from "./use-stored-flag";
import { deferred } from "./deferred";

const NotePane = deferred(() => import("./note-pane").then((module) => module.NotePane));
const ShortcutSheet = deferred(() =>
  import("./shortcut-sheet").then((module) => module.ShortcutSheet),
);

/**
 * The room of a member: the sidebar, a thread and perhaps a note side by side; in a narrow window
 * the thread, with the sidebar in a drawer and the note over it.
 */
export function Room() {
  const { thread, note } = usePlace();
  const wide = useMedia(WIDE);
  const [closed, setClosed] = useStoredFlag("hearth:sidebar-closed");
  const [drawer, setDrawer] = useState(false);
  const [sheet, setSheet] = useState(false);
  const toggleSidebar = () => (wide ? setClosed(!closed) : setDrawer(!drawer));

  const showSheet = () => setSheet(true);

  useEffect(fetchWhenIdle, []);
  useEdgeSwipe(!wide, drawer, setDrawer);
  useShortcuts({ onSidebar: toggleSidebar, onSheet: showSheet });

  return (
    <div data-slot="room" className="app-frame flex flex-col">
      <Banners />
      <div className="relative flex min-h-0 grow">
        {wide && !closed && (
          <aside
            aria-label={words.room.sidebar}
            className="w-(--sidebar) shrink-0 border-e border-line bg-sunk"
          >
            <Landmark>
              <Sidebar threadId={thread} onSheet={showSheet} />
            </Landmark>
          </aside>
        )}
        <Dialog open={drawer && !wide} onOpenChange={setDrawer}>
          <Drawer aria-describedby={undefined}>
            <DialogTitle className="sr-only">{words.room.drawer}</DialogTitle>
            <Sidebar threadId={thread} onDone={() => setDrawer(false)} onSheet={showSheet} />
          </Drawer>
        </Dialog>
        <ThreadScreen
          threadId={thread}
          sidebarOpen={wide ? !closed : drawer}
          onSidebar={toggleSidebar}
        />
        {note !== null && (
          <aside
            aria-label={words.room.openNote}
            className="pt-safe absolute inset-0 z-20 flex animate-fade flex-col bg-paper min-[56rem]:static min-[56rem]:w-96 min-[56rem]:shrink-0 min-[56rem]:border-s min-[56rem]:border-line"
          >
            <NotePane key={note} id={note} />
          </aside>
        )}
      </div>
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
      <Shelf />
      <SharedText />
      <Toaster />
    </div>
  );
}
