"use client";

import { Copy, MoreVertical, Pencil, Trash2 } from "lucide-react";
import type { Agent, Model } from "@/lib/types";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { Button } from "../ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu";
import { toolName } from "./tool-names";

type AgentCardProps = {
  agent: Agent;
  models: readonly Model[];
  onChat: () => void;
  /** For an agent of one's own. */
  onEdit?: () => void;
  onCopy?: () => void;
  onRemove?: () => void;
};

/** An agent as a person reads it: who it is, what it runs on, and what it can use. */
export function AgentCard({ agent, models, onChat, onEdit, onCopy, onRemove }: AgentCardProps) {
  const model = models.find(({ id }) => id === agent.model);
  return (
    <article
      data-slot="agent-card"
      data-state={agent.enabled ? "on" : "off"}
      aria-label={agent.name}
      className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-4 data-[state=off]:opacity-70"
    >
      <div className="flex items-start gap-3">
        <span aria-hidden className="text-2xl leading-none">
          {agent.emoji}
        </span>
        <div className="min-w-0 grow">
          <h3 dir="auto" className="text-start font-semibold break-words">
            {agent.name}
          </h3>
          <p className="text-xs text-soft">
            {agent.enabled ? (model?.label ?? pages.agents.noModel) : pages.agents.off}
          </p>
        </div>
        {onEdit && (
          <Menu>
            <MenuTrigger asChild>
              <Button
                variant="quiet"
                size="icon"
                className="-me-2.5 -mt-2.5"
                aria-label={pages.agents.more(agent.name)}
              >
                <MoreVertical aria-hidden />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem onSelect={onEdit}>
                <Pencil aria-hidden />
                {words.common.edit}
              </MenuItem>
              <MenuItem onSelect={onCopy}>
                <Copy aria-hidden />
                {pages.agents.duplicate}
              </MenuItem>
              <MenuItem variant="danger" onSelect={onRemove}>
                <Trash2 aria-hidden />
                {words.common.delete}
              </MenuItem>
            </MenuContent>
          </Menu>
        )}
      </div>
      {agent.description !== "" && (
        <p dir="auto" className="text-sm break-words">
          {agent.description}
        </p>
      )}
      {agent.tools.length > 0 && (
        <p className="text-xs text-soft">
          {pages.agents.canUse(agent.tools.map(toolName).join(", "))}
        </p>
      )}
      <Button
        size="sm"
        className="coarse:h-11 mt-auto"
        aria-label={pages.agents.chatWith(agent.name)}
        disabled={!agent.enabled}
        onClick={onChat}
      >
        {pages.agents.chat}
      </Button>
    </article>
  );
}
