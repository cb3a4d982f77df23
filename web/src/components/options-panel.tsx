"use client";

import { type Agent, EFFORTS, type Model, type Options } from "@/lib/types";
import { formatCount } from "./format";
import { OptionSlider } from "./option-slider";
import { OptionsButton } from "./options-button";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

type OptionsPanelProps = {
  options: Options;
  agent: Agent | undefined;
  model: Model | undefined;
  onChange: (change: Partial<Options>) => void;
};

function Temperature({ options, agent, model, onChange }: OptionsPanelProps) {
  const range = model?.temperature ?? null;
  if (!range) {
    return (
      <p className="text-sm text-soft">
        {model?.label ?? "This model"} chooses its own temperature, so there is nothing to set.
      </p>
    );
  }
  const own = agent?.temperature ?? null;
  const value = options.temperature ?? own;
  return (
    <OptionSlider
      label="Temperature"
      hint="Low answers are steady, high ones are surprising."
      min={range.min}
      max={range.max}
      step={0.05}
      value={options.temperature}
      resting={value ?? (range.min + range.max) / 2}
      restingText={own === null ? "model's default" : `${own}, the agent's`}
      format={(number) => number.toFixed(2).replace(/0$/, "")}
      onChange={(temperature) => onChange({ temperature })}
    />
  );
}

function MaxTokens({ options, agent, model, onChange }: OptionsPanelProps) {
  if (!model) return null;
  const limit = model.maxOutputTokens;
  const own = agent?.maxTokens ?? null;
  const step = limit > 16_000 ? 256 : 64;
  return (
    <OptionSlider
      label="Longest answer"
      hint={`In tokens, of which a word takes about one and a half. This model writes at most ${formatCount(limit)}.`}
      min={Math.min(step, limit)}
      max={limit}
      step={step}
      value={options.maxTokens}
      resting={Math.min(own ?? limit, limit)}
      restingText={own === null ? "model's limit" : `${formatCount(own)}, the agent's`}
      format={formatCount}
      onChange={(maxTokens) => onChange({ maxTokens })}
    />
  );
}

function Reasoning({ options, model, onChange }: OptionsPanelProps) {
  if (!model?.reasoning) return null;
  return (
    <OptionSlider
      label="Thinking"
      hint="More thinking takes longer and costs more. It pays off where an answer is hard."
      min={0}
      max={EFFORTS.length - 1}
      step={1}
      value={options.effort === null ? null : EFFORTS.indexOf(options.effort)}
      resting={1}
      restingText="model's choice"
      format={(at) => EFFORTS[at] ?? ""}
      onChange={(at) => onChange({ effort: at === null ? null : (EFFORTS[at] ?? null) })}
    />
  );
}

/** How the next answer is made. */
export function OptionsPanel(props: OptionsPanelProps) {
  const { temperature, maxTokens, effort } = props.options;
  const changed = temperature !== null || maxTokens !== null || effort !== null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <OptionsButton changed={changed} />
      </PopoverTrigger>
      <PopoverContent align="start" side="top" aria-label="Options" className="grid gap-5">
        <h2 className="font-semibold">Options for this thread</h2>
        <Temperature {...props} />
        <Reasoning {...props} />
        <MaxTokens {...props} />
      </PopoverContent>
    </Popover>
  );
}
