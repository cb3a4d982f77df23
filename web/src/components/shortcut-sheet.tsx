"use client";

import { words } from "@/words";
import { SHORTCUTS } from "./shortcuts";
import { Button } from "./ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "./ui/dialog";

function written(key: string): string {
  const { keys } = words.shortcuts;
  if (key === "Mod") return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : keys.Ctrl;
  return key in keys ? keys[key as keyof typeof keys] : key;
}

/** All that the keyboard can do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent aria-describedby={undefined} data-slot="shortcut-sheet">
        <DialogTitle>{words.account.shortcuts}</DialogTitle>
        <dl className="grid gap-2.5 text-sm">
          {SHORTCUTS.map(({ name, keys }) => (
            <div key={name} className="flex items-center justify-between gap-4">
              <dt>{words.shortcuts[name]}</dt>
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
          <Button className="justify-self-end">{words.common.close}</Button>
        </DialogClose>
      </DialogContent>
    </Dialog>
  );
}
