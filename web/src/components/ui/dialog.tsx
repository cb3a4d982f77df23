"use client";

import { Dialog as Primitive } from "radix-ui";
import { useRef, useState, type ComponentProps } from "react";
import { cn } from "../cn";
import { useBackCloses } from "../use-back-closes";
import { Landmark } from "./landmark";

/** What is open over the page; going back closes it. */
export function Dialog({ open, onOpenChange, ...props }: ComponentProps<typeof Primitive.Root>) {
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const change = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  useBackCloses(shown, () => change(false));
  return <Primitive.Root {...props} open={shown} onOpenChange={change} />;
}

export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

/** A toast stands over a dialog: to use it is not to leave the dialog. */
function keepForToast(event: { target: EventTarget | null; preventDefault: () => void }): void {
  const { target } = event;
  if (target instanceof Element && target.closest("[data-slot=toast]")) event.preventDefault();
}

/** Whoever opened a dialog has the focus again when it is closed. */
function useFocusBack() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}

function Overlay({ className, ...props }: ComponentProps<typeof Primitive.Overlay>) {
  return (
    <Primitive.Overlay
      data-slot="dialog-overlay"
      {...props}
      className={cn(
        "fixed inset-0 z-40 animate-fade bg-scrim data-[state=closed]:animate-fade-out",
        className,
      )}
    />
  );
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      data-slot="dialog-title"
      {...props}
      className={cn("text-lg font-semibold", className)}
    />
  );
}

export function DialogContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  const focusBack = useFocusBack();
  return (
    <Primitive.Portal>
      <Overlay />
      <Primitive.Content
        data-slot="dialog-content"
        onInteractOutside={keepForToast}
        {...focusBack}
        {...props}
        className={cn(
          "fixed top-1/2 left-1/2 z-50 grid w-[min(26rem,calc(100vw-2rem))] -translate-1/2 animate-open gap-4 rounded-lg border border-line bg-raised p-5 text-ink shadow-float outline-none",
          className,
        )}
      />
    </Primitive.Portal>
  );
}

/** A dialog that takes the whole window. */
export function FullContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  const focusBack = useFocusBack();
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="dialog-content"
        onInteractOutside={keepForToast}
        {...focusBack}
        {...props}
        className={cn(
          "app-frame pt-safe z-50 grid animate-fade grid-rows-[auto_1fr] bg-paper text-ink outline-none",
          className,
        )}
      />
    </Primitive.Portal>
  );
}

/** A dialog that slides in from the side on which the menu button is. */
export function Drawer({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  const focusBack = useFocusBack();
  return (
    <Primitive.Portal>
      <Overlay />
      <Primitive.Content
        data-slot="drawer"
        onInteractOutside={keepForToast}
        {...focusBack}
        {...props}
        className={cn(
          "app-frame end-auto z-50 w-[min(21rem,86vw)] animate-drawer-in bg-sunk text-ink shadow-float outline-none data-[state=closed]:animate-drawer-out",
          className,
        )}
      >
        <Landmark>{children}</Landmark>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
