"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../cn";

export const Tabs = Primitive.Root;
export const TabsContent = Primitive.Content;

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      data-slot="tabs-list"
      {...props}
      className={cn("grid auto-cols-fr grid-flow-col rounded-md bg-pressed p-1", className)}
    />
  );
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      data-slot="tabs-trigger"
      {...props}
      className={cn(
        "coarse:h-10 flex h-9 items-center justify-center gap-2 rounded-sm text-sm font-medium text-soft transition-colors hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-lift [&_svg]:size-4",
        className,
      )}
    />
  );
}
