"use client";

import { type Agent, EFFORTS, type Model, type Options } from "@/lib/types";
import { words } from "@/words";
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
    return <p className="text-sm text-soft">{words.options.noTemperature(model?.label)}</p>;
  }
  const own = agent?.temperature ?? null;
  const value = options.temperature ?? own;
  return (
    <OptionSlider
      label={words.options.temperature}
      hint={words.options.temperatureHint}
      min={range.min}
      max={range.max}
      step={0.05}
      value={options.temperature}
      resting={value ?? (range.min + range.max) / 2}
      restingText={own === null ? words.options.modelDefault : words.options.agents(String(own))}
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
      label={words.options.longest}
      hint={words.options.longestHint(formatCount(limit))}
      min={Math.min(step, limit)}
      max={limit}
      step={step}
      value={options.maxTokens}
      resting={Math.min(own ?? limit, limit)}
      restingText={own === null ? words.options.modelLimit : words.options.agents(formatCount(own))}
      format={formatCount}
      onChange={(maxTokens) => onChange({ maxTokens })}
    />
  );
}

function Reasoning({ options, model, onChange }: OptionsPanelProps) {
  if (!model?.reasoning) return null;
  return (
    <OptionSlider
      label={words.options.thinking}
      hint={words.options.thinkingHint}
      min={0}
      max={EFFORTS.length - 1}
      step={1}
      value={options.effort === null ? null : EFFORTS.indexOf(options.effort)}
      resting={1}
      restingText={words.options.modelChoice}
      format={(at) => words.options.effort[EFFORTS[at] ?? "medium"]}
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
      <PopoverContent
        align="start"
        side="top"
        aria-label={words.options.options}
        className="grid gap-5"
      >
        <h2 className="font-semibold">{words.options.title}</h2>
        <Temperature {...props} />
        <Reasoning {...props} />
        <MaxTokens {...props} />
      </PopoverContent>
    </Popover>
  );
}
