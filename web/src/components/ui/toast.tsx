"use client";

import { useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Button } from "./button";

type Toast = {
  id: number;
  text: string;
  action: { label: string; run: () => void } | null;
};

const SHOWN_MS = 6000;
const NONE: readonly Toast[] = [];

let toasts = NONE;
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function dismiss(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

/** Says one sentence at the foot of the window for six seconds; returns its id for `dismiss`. */
export function toast(text: string, action: Toast["action"] = null): number {
  const id = ++lastId;
  publish([...toasts.slice(-1), { id, text, action }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
  return id;
}

export { SHOWN_MS as TOAST_MS };

/** Stands outside of the page's frame, so that it lies over drawers and dialogs. */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => NONE,
  );
  return createPortal(
    <div
      role="status"
      // Said outright: a dialog hides the rest of the page, but not what is live.
      aria-live="polite"
      data-slot="toaster"
      className="pointer-events-none fixed inset-x-0 bottom-36 z-[60] grid justify-items-center gap-2 px-4"
    >
      {shown.map(({ id, text, action }) => (
        <div
          key={id}
          data-slot="toast"
          className="pointer-events-auto flex min-h-11 max-w-full animate-rise items-center gap-2 rounded-md bg-ink py-1 ps-4 pe-1.5 text-sm text-paper shadow-float"
        >
          <p className="min-w-0 py-1.5 pe-2">{text}</p>
          {action && (
            <Button
              variant="quiet"
              size="sm"
              className="coarse:h-11 font-semibold text-paper underline underline-offset-4 hover:bg-transparent hover:text-paper"
              onClick={() => {
                action.run();
                dismiss(id);
              }}
            >
              {action.label}
            </Button>
          )}
        </div>
      ))}
    </div>,
    document.body,
  );
}
