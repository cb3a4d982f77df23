"use client";

import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "../cn";

const look = cva(
  "flex min-h-9 items-center justify-center gap-2 px-4 py-1.5 text-center text-sm text-ink [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: { tone: { notice: "bg-notice-wash", quiet: "bg-sunk text-soft" } },
    defaultVariants: { tone: "notice" },
  },
);

export function Banner({
  className,
  tone,
  ...props
}: ComponentProps<"div"> & VariantProps<typeof look>) {
  return (
    <div data-slot="banner" role="status" {...props} className={cn(look({ tone }), className)} />
  );
}
