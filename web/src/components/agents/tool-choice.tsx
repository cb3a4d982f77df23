"use client";

import { pages } from "@/words/pages";
import { toolDoes, toolName } from "./tool-names";

type ToolChoiceProps = {
  /** Those that any of the community's agents may use for this member. */
  offered: readonly string[];
  chosen: readonly string[];
  onChange: (tools: string[]) => void;
};

/** Which tools an agent may use. */
export function ToolChoice({ offered, chosen, onChange }: ToolChoiceProps) {
  const change = (tool: string, on: boolean) =>
    onChange(on ? [...chosen, tool] : chosen.filter((other) => other !== tool));
  return (
    <fieldset data-slot="tool-choice" className="grid gap-1">
      <legend className="pb-1 text-sm font-medium">{pages.editor.tools}</legend>
      {offered.length === 0 && <p className="text-sm text-soft">{pages.editor.noTools}</p>}
      {offered.map((tool) => (
        <label key={tool} className="flex min-h-11 items-center gap-3 rounded-sm py-1.5">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-(--ember)"
            checked={chosen.includes(tool)}
            onChange={(event) => change(tool, event.currentTarget.checked)}
          />
          <span className="grid">
            <span>{toolName(tool)}</span>
            {toolDoes(tool) !== "" && <span className="text-sm text-soft">{toolDoes(tool)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
