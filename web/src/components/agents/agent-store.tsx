"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useAgents } from "@/hooks/use-agents";
import { useMember } from "@/hooks/use-member";
import { useThread } from "@/hooks/use-thread";
import { copyOf, matches, newAgent } from "@/lib/agents";
import type { Agent, PersonalAgent } from "@/lib/types";
import { defaults } from "@/lib/usable";
import { useHidden, useRemoveWithUndo } from "../removal";
import { pages } from "@/words/pages";
import { SearchField } from "../search-field";
import { Button } from "../ui/button";
import { Dialog, FullContent } from "../ui/dialog";
import { toast } from "../ui/toast";
import { openThread } from "../use-place";
import { AgentCard } from "./agent-card";
import { AgentEditor } from "./agent-editor";
import { PageHead } from "./page-head";

/** Every agent that the member has, their own to change, and the way to make one. */
export function AgentStore({ onClose }: { onClose: () => void }) {
  const member = useMember();
  const agents = useAgents();
  const { setOptions } = useThread(null);
  const hidden = useHidden();
  const removeWithUndo = useRemoveWithUndo();
  const [search, setSearch] = useState("");
  const [editing, setEditing] = useState<PersonalAgent | null>(null);

  const own = new Map(member.personal.map((agent) => [agent.id, agent]));
  const shared = member.agents.filter(({ id }) => !own.has(id) && !hidden.has(id));
  const mine = member.personal.filter(({ id }) => !hidden.has(id));

  const chat = ({ id }: Agent) => {
    setOptions({ agent: id });
    onClose();
    openThread(null);
  };
  const leave = (draft: PersonalAgent) => {
    setEditing(null);
    toast(pages.agents.unsaved, { label: pages.agents.goOn, run: () => setEditing(draft) });
  };

  return (
    <FullContent aria-describedby={undefined} data-slot="agent-store">
      <PageHead title={pages.agents.title}>
        <Button
          variant="ember"
          size="sm"
          className="coarse:h-11"
          onClick={() => setEditing(newAgent(defaults(member, member.preferences).model))}
        >
          <Plus aria-hidden />
          {pages.agents.fresh}
        </Button>
      </PageHead>
      <div className="overflow-y-auto overscroll-contain">
        <div className="px-safe pb-safe mx-auto grid max-w-(--measure) grid-cols-1 gap-6 py-4">
          <SearchField label={pages.agents.search} value={search} onChange={setSearch} />
          <AgentGroup
            heading={pages.agents.own}
            empty={search === "" ? pages.agents.noOwn : pages.agents.noOwnFound}
            agents={mine.filter((agent) => matches(agent, search))}
            card={(agent) => (
              <AgentCard
                agent={agent}
                models={member.models}
                onChat={() => chat(agent)}
                onEdit={() => setEditing(agent)}
                onCopy={() => setEditing(copyOf(agent))}
                onRemove={() => removeWithUndo("agent", agent.id)}
              />
            )}
          />
          <AgentGroup
            heading={pages.agents.from(member.settings.name)}
            empty={pages.agents.noneFound}
            agents={shared.filter((agent) => matches(agent, search))}
            card={(agent) => (
              <AgentCard agent={agent} models={member.models} onChat={() => chat(agent)} />
            )}
          />
        </div>
      </div>
      <Dialog open={editing !== null} onOpenChange={() => setEditing(null)}>
        {editing && (
          <AgentEditor
            key={editing.id}
            agent={editing}
            existing={own.get(editing.id) ?? null}
            onSave={(agent) => {
              agents.save(agent);
              setEditing(null);
            }}
            onLeave={leave}
          />
        )}
      </Dialog>
    </FullContent>
  );
}

type AgentGroupProps<A extends Agent> = {
  heading: string;
  empty: string;
  agents: readonly A[];
  card: (agent: A) => React.ReactNode;
};

function AgentGroup<A extends Agent>({ heading, empty, agents, card }: AgentGroupProps<A>) {
  return (
    <section aria-label={heading} className="grid gap-2.5">
      <h2 className="text-sm font-semibold text-soft">{heading}</h2>
      {agents.length === 0 && <p className="text-sm text-soft">{empty}</p>}
      <ul className="grid gap-2.5 min-[40rem]:grid-cols-2">
        {agents.map((agent) => (
          <li key={agent.id} className="grid">
            {card(agent)}
          </li>
        ))}
      </ul>
    </section>
  );
}
