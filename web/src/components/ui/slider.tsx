"use client";

import { Slider as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../cn";

type SliderProps = Omit<
  ComponentProps<typeof Primitive.Root>,
  "value" | "onValueChange" | "onValueCommit" | "defaultValue"
> & {
  label: string;
  value: number;
  onValueChange: (value: number) => void;
  /** How a screen reader says the value. */
  valueText: string;
};

/** One value on a range. Arrows step, Page Up and Down step by ten, Home and End go to the ends. */
export function Slider({
  label,
  value,
  onValueChange,
  valueText,
  className,
  ...props
}: SliderProps) {
  return (
    <Primitive.Root
      data-slot="slider"
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onValueChange(next);
      }}
      {...props}
      className={cn(
        "relative flex h-11 w-full touch-none items-center select-none data-disabled:opacity-45",
        className,
      )}
    >
      <Primitive.Track className="relative h-1.5 grow overflow-hidden rounded-full bg-line">
        <Primitive.Range className="absolute h-full rounded-full bg-ember" />
      </Primitive.Track>
      <Primitive.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-6 rounded-full border border-line bg-paper shadow-lift"
      />
    </Primitive.Root>
  );
}
