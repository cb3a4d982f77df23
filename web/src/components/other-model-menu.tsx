"use client";

import { ChevronDown } from "lucide-react";
import { useMember } from "@/hooks/use-member";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { ModelRow, PROVIDERS, byProvider } from "./model-row";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuGroup, MenuItem, MenuLabel, MenuTrigger } from "./ui/menu";

/** The models that can answer again in the place of a reply, as items of a menu. */
export function OtherModels({ message }: { message: ShownMessage }) {
  const { models, usable } = useMember();
  const { regenerate } = useThreadActions();
  const others = models.filter(({ id }) => id !== message.model && usable(message.agent, id).ok);
  if (others.length === 0) return <MenuLabel>{words.reply.noOther}</MenuLabel>;
  return byProvider(others).map(([provider, group]) => (
    <MenuGroup key={provider} aria-label={PROVIDERS[provider]}>
      <MenuLabel>{PROVIDERS[provider]}</MenuLabel>
      {group.map((model) => (
        <MenuItem key={model.id} onSelect={() => regenerate(message.id, model.id)}>
          <ModelRow model={model} />
        </MenuItem>
      ))}
    </MenuGroup>
  ));
}

export function OtherModelMenu({ message }: { message: ShownMessage }) {
  const { running } = useThreadActions();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" className="coarse:h-11" disabled={running}>
          {words.reply.another}
          <ChevronDown aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="w-72">
        <OtherModels message={message} />
      </MenuContent>
    </Menu>
  );
}
