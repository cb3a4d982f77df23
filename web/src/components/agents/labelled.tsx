"use client";

import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "../cn";
import { TextArea } from "../ui/text-area";

type LabelledProps = {
  label: string;
  hint?: string;
  children: (id: string, note: string | undefined) => ReactNode;
};

/** A label, what it labels, and a hint. */
function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId();
  const note = hint ? `${id}-note` : undefined;
  return (
    <div data-slot="labelled" className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children(id, note)}
      {hint && (
        <p id={note} className="text-sm text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

const frame =
  "rounded-md border border-edge bg-raised px-3.5 text-base text-ink focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0";

type LongFieldProps = Omit<LabelledProps, "children"> &
  Omit<ComponentProps<"textarea">, "value" | "children"> & { value: string };

/** A field for more than a line, as tall as what is in it. */
export function LongField({ label, hint, className, ...props }: LongFieldProps) {
  return (
    <Labelled label={label} {...(hint && { hint })}>
      {(id, note) => (
        <TextArea
          id={id}
          aria-describedby={note}
          {...props}
          className={cn(frame, "bg-raised py-2.5", className)}
        />
      )}
    </Labelled>
  );
}

type SelectFieldProps = Omit<LabelledProps, "children"> & ComponentProps<"select">;

/** One of some options, chosen as the device lets people choose. */
export function SelectField({ label, hint, className, ...props }: SelectFieldProps) {
  return (
    <Labelled label={label} {...(hint && { hint })}>
      {(id, note) => (
        <select
          id={id}
          aria-describedby={note}
          {...props}
          className={cn(frame, "h-11 w-full min-w-0", className)}
        />
      )}
    </Labelled>
  );
}
