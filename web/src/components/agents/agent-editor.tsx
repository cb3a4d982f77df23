"use client";

import { useEffect, useEffectEvent, useRef, useState, type SubmitEvent } from "react";
import { useMember } from "@/hooks/use-member";
import { LIMITS, startersOf } from "@/lib/agents";
import type { PersonalAgent } from "@/lib/types";
import { usable } from "@/lib/usable";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { formatCount } from "../format";
import { byProvider, PROVIDERS } from "../model-row";
import { OptionSlider } from "../option-slider";
import { Button } from "../ui/button";
import { FullContent } from "../ui/dialog";
import { Field } from "../ui/field";
import { LongField, SelectField } from "./labelled";
import { PageHead } from "./page-head";
import { ToolChoice } from "./tool-choice";

type AgentEditorProps = {
  agent: PersonalAgent;
  /** What is stored of it; `null` for one that is being made. */
  existing: PersonalAgent | null;
  onSave: (agent: PersonalAgent) => void;
  /** Told of the draft when the editor is left with changes in it. */
  onLeave: (draft: PersonalAgent) => void;
};

/** An agent of one's own, to be made or changed. */
export function AgentEditor({ agent, existing, onSave, onLeave }: AgentEditorProps) {
  const [draft, setDraft] = useState(agent);
  const [starters, setStarters] = useState(agent.starters.join("\n"));
  const done = useRef(false);
  const set = (change: Partial<PersonalAgent>) => setDraft({ ...draft, ...change });

  const onGone = useEffectEvent(() => {
    const left = { ...draft, starters: startersOf(starters) };
    const begun = existing ?? { ...agent, id: left.id };
    if (!done.current && JSON.stringify(left) !== JSON.stringify(begun)) onLeave(left);
  });
  useEffect(() => () => onGone(), []);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    done.current = true;
    const name = draft.name.trim();
    onSave({ ...draft, name, starters: startersOf(starters) });
  };

  return (
    <FullContent aria-describedby={undefined} data-slot="agent-editor">
      <form onSubmit={submit} className="contents">
        <PageHead title={existing ? pages.editor.edit(existing.name) : pages.agents.fresh}>
          <Button type="submit" variant="ember" size="sm" className="coarse:h-11">
            {pages.editor.save}
          </Button>
        </PageHead>
        <div className="overflow-y-auto overscroll-contain">
          <div className="px-safe pb-safe mx-auto grid max-w-[38rem] grid-cols-1 gap-6 py-5">
            <Names draft={draft} onChange={set} />
            <LongField
              label={pages.editor.instructions}
              hint={pages.editor.instructionsHint}
              placeholder={pages.editor.instructionsExample}
              className="max-h-[50vh] min-h-40"
              maxLength={LIMITS.prompt}
              value={draft.prompt}
              onChange={(event) => set({ prompt: event.currentTarget.value })}
            />
            <ModelChoice draft={draft} onChange={set} />
            <Sliders draft={draft} onChange={set} />
            <LongField
              label={pages.editor.starters}
              hint={pages.editor.startersHint(LIMITS.starters)}
              className="min-h-24"
              maxLength={LIMITS.startersText}
              value={starters}
              onChange={(event) => setStarters(event.currentTarget.value)}
            />
            <Tools draft={draft} onChange={set} />
            <label className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                className="size-5 shrink-0 accent-(--ember)"
                checked={draft.enabled}
                onChange={(event) => set({ enabled: event.currentTarget.checked })}
              />
              {pages.editor.offered}
            </label>
          </div>
        </div>
      </form>
    </FullContent>
  );
}

type PieceProps = { draft: PersonalAgent; onChange: (change: Partial<PersonalAgent>) => void };

function Names({ draft, onChange }: PieceProps) {
  return (
    <>
      <div className="grid grid-cols-[5rem_1fr] gap-3">
        <Field
          label={pages.editor.emoji}
          className="text-center"
          maxLength={LIMITS.emoji}
          autoComplete="off"
          value={draft.emoji}
          onChange={(event) => onChange({ emoji: event.currentTarget.value })}
        />
        <Field
          label={pages.editor.name}
          required
          pattern=".*\S.*"
          title={pages.editor.needsName}
          maxLength={LIMITS.name}
          autoComplete="off"
          value={draft.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <LongField
        label={pages.editor.description}
        hint={pages.editor.descriptionHint}
        maxLength={LIMITS.description}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </>
  );
}

function ModelChoice({ draft, onChange }: PieceProps) {
  const member = useMember();
  // An agent without a list of models may use every one that is switched on and set up.
  const catalog = { ...member, agents: [{ ...draft, models: [] }] };
  const models = member.models.filter(({ id }) => usable(catalog, draft.id, id).ok);
  return (
    <SelectField
      label={words.pickers.model}
      required
      value={models.some(({ id }) => id === draft.model) ? draft.model : ""}
      onChange={(event) => onChange({ model: event.currentTarget.value, temperature: null })}
    >
      <option value="" disabled>
        {words.pickers.chooseModel}
      </option>
      {byProvider(models).map(([provider, group]) => (
        <optgroup key={provider} label={PROVIDERS[provider]}>
          {group.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}

function Sliders({ draft, onChange }: PieceProps) {
  const model = useMember().models.find(({ id }) => id === draft.model);
  if (!model) return null;
  const { temperature: range, maxOutputTokens: limit } = model;
  const step = limit > 16_000 ? 256 : 64;
  return (
    <>
      {range && (
        <OptionSlider
          label={words.options.temperature}
          hint={words.options.temperatureHint}
          min={range.min}
          max={range.max}
          step={0.05}
          value={draft.temperature}
          resting={(range.min + range.max) / 2}
          restingText={words.options.modelDefault}
          format={(number) => number.toFixed(2).replace(/0$/, "")}
          onChange={(temperature) => onChange({ temperature })}
        />
      )}
      <OptionSlider
        label={words.options.longest}
        hint={pages.editor.longestHint(model.label, formatCount(limit))}
        min={Math.min(step, limit)}
        max={limit}
        step={step}
        value={draft.maxTokens}
        resting={Math.min(4096, limit)}
        restingText={pages.editor.theUsual}
        format={formatCount}
        onChange={(maxTokens) => onChange({ maxTokens })}
      />
    </>
  );
}

function Tools({ draft, onChange }: PieceProps) {
  const { agents, personal } = useMember();
  const own = new Set(personal.map(({ id }) => id));
  const shared = agents.filter(({ id }) => !own.has(id));
  const offered = [...new Set(shared.flatMap(({ tools }) => tools))].sort();
  return (
    <ToolChoice
      offered={offered}
      chosen={draft.tools.filter((tool) => offered.includes(tool))}
      onChange={(tools) => onChange({ tools })}
    />
  );
}
