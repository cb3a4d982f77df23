"use client";

import { words } from "@/words";
import { Button } from "./ui/button";
import { Slider } from "./ui/slider";

type OptionSliderProps = {
  label: string;
  hint: string;
  min: number;
  max: number;
  step: number;
  /** What the person chose; `null` leaves it to the agent or the model. */
  value: number | null;
  /** Where the thumb rests, and what that is called, while nothing is chosen. */
  resting: number;
  restingText: string;
  format: (value: number) => string;
  onChange: (value: number | null) => void;
};

/** A slider that says its value and range, and can be left to its default again. */
export function OptionSlider(props: OptionSliderProps) {
  const { label, hint, min, max, step, value, resting, restingText, format, onChange } = props;
  const chosen = value ?? resting;
  const said = value === null ? restingText : format(value);
  return (
    <div data-slot="option-slider" data-state={value === null ? "resting" : "chosen"}>
      <div className="flex items-center justify-between gap-3">
        <p className="text-sm font-medium">{label}</p>
        <div className="flex items-center gap-1">
          <output className="text-sm text-soft tabular-nums">{said}</output>
          {value !== null && (
            <Button
              variant="link"
              size="inline"
              className="-my-2 px-1 py-2 text-sm"
              aria-label={words.options.resetOne(label)}
              onClick={() => onChange(null)}
            >
              {words.options.reset}
            </Button>
          )}
        </div>
      </div>
      <Slider
        label={label}
        min={min}
        max={max}
        step={step}
        value={Math.min(max, Math.max(min, chosen))}
        valueText={said}
        onValueChange={(next) => onChange(Math.round(next * 100) / 100)}
      />
      <div className="-mt-1.5 flex justify-between text-xs text-soft tabular-nums">
        <span>{format(min)}</span>
        <span>{format(max)}</span>
      </div>
      <p className="mt-1.5 text-xs text-soft">{hint}</p>
    </div>
  );
}
