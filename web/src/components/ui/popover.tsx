"use client";

import { Popover as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../cn";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverClose = Primitive.Close;

export function PopoverContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="popover-content"
        sideOffset={8}
        collisionPadding={8}
        {...props}
        className={cn(
          "z-50 w-88 max-w-[calc(100vw-1rem)] origin-(--radix-popover-content-transform-origin) animate-open rounded-lg border border-line bg-raised p-4 text-ink shadow-float outline-none",
          className,
        )}
      />
    </Primitive.Portal>
  );
}
