"use client";

import { ChevronDown } from "lucide-react";
import type { Usable } from "@/hooks/types";
import type { Model } from "@/lib/types";
import { words } from "@/words";
import { cn } from "./cn";
import { ModelRow, PROVIDERS, byProvider } from "./model-row";
import { Button } from "./ui/button";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTrigger,
} from "./ui/menu";

type ModelPickerProps = {
  models: readonly Model[];
  value: string;
  /** Whether the chosen agent may use a model now, and if not, why. */
  usable: (model: string) => Usable;
  onChange: (model: string) => void;
  className?: string;
};

/** Which model answers next. One that can't be used stays in the list and says why. */
export function ModelPicker({ models, value, usable, onChange, className }: ModelPickerProps) {
  const model = models.find(({ id }) => id === value);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          aria-label={words.pickers.modelIs(model?.label)}
          className={cn("min-w-0 shrink gap-1.5 px-2 font-normal", className)}
        >
          <span className="truncate">{model?.label ?? words.pickers.chooseModel}</span>
          <ChevronDown aria-hidden className="size-4!" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="w-80">
        {models.length === 0 && <MenuLabel>{words.pickers.noModels}</MenuLabel>}
        <MenuRadioGroup value={value} onValueChange={onChange} aria-label={words.pickers.model}>
          {byProvider(models).map(([provider, group]) => (
            <div role="group" key={provider} aria-label={PROVIDERS[provider]}>
              <MenuLabel>{PROVIDERS[provider]}</MenuLabel>
              {group.map((one) => {
                const answer = usable(one.id);
                const unavailable = answer.ok ? undefined : answer.why;
                return (
                  <MenuRadioItem
                    key={one.id}
                    value={one.id}
                    textValue={one.label}
                    unavailable={unavailable}
                  >
                    <ModelRow model={one} unavailable={unavailable} />
                  </MenuRadioItem>
                );
              })}
            </div>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
