"use client";

import { ChevronDown, LayoutGrid } from "lucide-react";
import type { Agent } from "@/lib/types";
import { words } from "@/words";
import { openShelf } from "./agents/open-shelf";
import { cn } from "./cn";
import { Button } from "./ui/button";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "./ui/menu";

type AgentPickerProps = {
  agents: readonly Agent[];
  value: string;
  onChange: (agent: string) => void;
  className?: string;
};

/** Who answers next. */
export function AgentPicker({ agents, value, onChange, className }: AgentPickerProps) {
  const agent = agents.find(({ id }) => id === value);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          aria-label={words.pickers.agentIs(agent?.name)}
          className={cn("min-w-0 shrink gap-1.5 px-2 text-ink", className)}
        >
          <span aria-hidden>{agent?.emoji}</span>
          <span dir="auto" className="truncate font-semibold">
            {agent?.name ?? words.pickers.chooseAgent}
          </span>
          <ChevronDown aria-hidden className="size-4! text-soft" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="w-80">
        {agents.length === 0 && <MenuLabel>{words.pickers.noAgents}</MenuLabel>}
        <MenuRadioGroup value={value} onValueChange={onChange} aria-label={words.pickers.agent}>
          {agents.map(({ id, emoji, name, description }) => (
            <MenuRadioItem key={id} value={id} textValue={name}>
              <span aria-hidden className="text-lg">
                {emoji}
              </span>
              <span className="grid min-w-0">
                <span dir="auto" className="font-medium">
                  {name}
                </span>
                <span dir="auto" className="line-clamp-2 text-xs text-soft">
                  {description}
                </span>
              </span>
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={() => openShelf("agents")}>
          <LayoutGrid aria-hidden />
          {words.pickers.allAgents}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
