/** Which agents and models a turn may use, and what it uses when the person chose nothing. */

import { words } from "@/words";
import type { Agent, Model, Options, ProviderName, ProviderStatus } from "./types";

export type Catalog = {
  agents: Agent[];
  models: Model[];
  providers: Partial<Record<ProviderName, ProviderStatus>>;
};

export type Usable = { ok: true } | { ok: false; why: string };

export const EMPTY_CATALOG: Catalog = { agents: [], models: [], providers: {} };

/** Whether that agent may run on that model now. `why` is a sentence for the person. */
export function usable(catalog: Catalog, agentId: string, modelId: string): Usable {
  const agent = catalog.agents.find(({ id }) => id === agentId);
  if (!agent) return no(words.pickers.agentGone);
  const model = catalog.models.find(({ id }) => id === modelId);
  if (!model) return no(words.pickers.modelGone);
  if (agent.models.length > 0 && !agent.models.includes(modelId)) {
    return no(words.pickers.notTogether(agent.name, model.label));
  }
  if (model.price === null) return no(words.pickers.noPrice(model.label));
  const provider = catalog.providers[model.provider];
  if (!provider?.configured && !provider?.simulated) {
    return no(words.pickers.noKey(model.label));
  }
  return { ok: true };
}

/** The options of a new thread: what the person prefers, then the first agent that can run. */
export function defaults(
  catalog: Catalog,
  preferences: { agent?: string; model?: string },
): Options {
  const agent =
    catalog.agents.find(({ id }) => id === preferences.agent) ??
    catalog.agents.find((candidate) => modelFor(catalog, candidate) !== null) ??
    catalog.agents[0];
  const none = { agent: "", model: "", temperature: null, maxTokens: null, effort: null };
  if (!agent) return none;
  const preferred = preferences.model ?? "";
  const model = usable(catalog, agent.id, preferred).ok ? preferred : modelFor(catalog, agent);
  return { ...none, agent: agent.id, model: model ?? agent.model };
}

/** Options after a change, made to fit each other: an agent keeps to its models, a model to its range. */
export function withChange(catalog: Catalog, options: Options, change: Partial<Options>): Options {
  const next = { ...options, ...change };
  const agent = catalog.agents.find(({ id }) => id === next.agent);
  if (agent && change.agent !== undefined && !usable(catalog, agent.id, next.model).ok) {
    next.model = modelFor(catalog, agent) ?? next.model;
  }
  const model = catalog.models.find(({ id }) => id === next.model);
  return model ? fitted(next, model) : next;
}

function fitted(options: Options, model: Model): Options {
  const { temperature, maxTokens } = options;
  const range = model.temperature;
  return {
    ...options,
    temperature:
      temperature === null || range === null
        ? null
        : Math.min(Math.max(temperature, range.min), range.max),
    maxTokens: maxTokens === null ? null : Math.min(maxTokens, model.maxOutputTokens),
    effort: model.reasoning ? options.effort : null,
  };
}

function modelFor(catalog: Catalog, agent: Agent): string | null {
  if (usable(catalog, agent.id, agent.model).ok) return agent.model;
  return catalog.models.find(({ id }) => usable(catalog, agent.id, id).ok)?.id ?? null;
}

function no(why: string): Usable {
  return { ok: false, why };
}
