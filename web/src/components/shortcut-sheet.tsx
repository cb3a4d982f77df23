"use client";

import { SHORTCUTS } from "./shortcuts";
import { Button } from "./ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "./ui/dialog";

function written(key: string): string {
  if (key !== "Mod") return key;
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
}

/** All that the keyboard can do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent aria-describedby={undefined} data-slot="shortcut-sheet">
        <DialogTitle>Keyboard shortcuts</DialogTitle>
        <dl className="grid gap-2.5 text-sm">
          {Object.values(SHORTCUTS).map(({ name, keys }) => (
            <div key={name} className="flex items-center justify-between gap-4">
              <dt>{name}</dt>
              <dd className="flex shrink-0 gap-1">
                {keys.map((key) => (
                  <kbd
                    key={key}
                    className="min-w-7 rounded-sm border border-line bg-sunk px-1.5 py-0.5 text-center font-sans text-xs"
                  >
                    {written(key)}
                  </kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <DialogClose asChild>
          <Button className="justify-self-end">Close</Button>
        </DialogClose>
      </DialogContent>
    </Dialog>
  );
}
