"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../cn";

const look = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 font-medium whitespace-nowrap transition-[background-color,color,opacity,scale] duration-150 select-none active:scale-[0.98] disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        ember: "bg-ember text-on-ember hover:bg-ember-hover",
        plain: "border border-line bg-raised text-ink hover:bg-hover active:bg-pressed",
        quiet:
          "text-soft hover:bg-hover hover:text-ink active:bg-pressed data-[state=open]:bg-hover",
        danger: "bg-danger text-paper hover:opacity-90",
        link: "text-ember-text underline decoration-1 underline-offset-4 hover:decoration-2",
      },
      size: {
        md: "h-11 rounded-md px-4 text-base",
        sm: "h-9 rounded-sm px-3 text-sm [&_svg]:size-4",
        icon: "size-11 rounded-md",
        inline: "h-auto rounded-sm",
      },
    },
    defaultVariants: { variant: "plain", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof look> & { asChild?: boolean };

export function Button({ className, variant, size, asChild = false, ...props }: ButtonProps) {
  const Part = asChild ? Slot.Root : "button";
  return (
    <Part
      data-slot="button"
      {...(asChild ? {} : { type: "button" as const })}
      {...props}
      className={cn(look({ variant, size }), className)}
    />
  );
}
