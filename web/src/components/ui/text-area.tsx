"use client";

import { useLayoutEffect, useRef, type ComponentProps } from "react";
import { cn } from "../cn";

type TextAreaProps = ComponentProps<"textarea"> & { value: string };

/** A text field as tall as its text, up to the `max-h-*` that it is given. */
export function TextArea({ className, value, ref, ...props }: TextAreaProps) {
  const own = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const area = own.current;
    // Where CSS can size the field it does; elsewhere it is measured.
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [value]);

  return (
    <textarea
      data-slot="text-area"
      rows={1}
      dir="auto"
      value={value}
      {...props}
      ref={(area) => {
        own.current = area;
        if (typeof ref === "function") return ref(area);
        if (ref) ref.current = area;
        return undefined;
      }}
      className={cn(
        "block field-sizing-content w-full min-w-0 resize-none overflow-y-auto overscroll-contain bg-transparent text-base outline-none",
        className,
      )}
    />
  );
}
