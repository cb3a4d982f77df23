"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "../cn";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      dir="auto"
      data-slot="input"
      {...props}
      className={cn(
        "h-11 w-full min-w-0 rounded-md border border-edge bg-raised px-3.5 text-base text-ink focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger",
        className,
      )}
    />
  );
}

type FieldProps = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Stands at the end of the line of the label, as "Forgot it?" does. */
  aside?: ReactNode;
  /** Stands inside the input, at its end. */
  affix?: ReactNode;
};

export function Field({ label, hint, error, aside, affix, className, ...props }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div data-slot="field" data-state={error ? "invalid" : "valid"} className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      <div className="relative">
        <Input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          {...props}
          className={cn(affix && "pe-12", className)}
        />
        {affix && <div className="absolute inset-y-0 end-0 grid place-items-center">{affix}</div>}
      </div>
      {note && (
        <p id={`${id}-note`} className={cn("text-sm text-soft", error && "text-danger")}>
          {note}
        </p>
      )}
    </div>
  );
}
