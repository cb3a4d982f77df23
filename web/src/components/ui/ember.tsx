import type { ComponentProps } from "react";
import { cn } from "../cn";

/** A live coal: the sign that something is being written. */
export function Ember({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      aria-hidden
      data-slot="ember"
      {...props}
      className={cn(
        "inline-block size-2.5 shrink-0 animate-breathe rounded-full bg-ember shadow-[0_0_0.5rem_var(--ember)]",
        className,
      )}
    />
  );
}
