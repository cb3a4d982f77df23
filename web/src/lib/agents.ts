/** The agents that a member makes: what a new one starts as, and how they are saved. */

import { reportOnce } from "./errors";
import { newId } from "./ids";
import type { Store } from "./store";
import type { Agent, PersonalAgent } from "./types";

/** What the rules let through; see firestore.rules. */
export const LIMITS = {
  name: 80,
  description: 1_000,
  emoji: 32,
  starters: 8,
  startersText: 4_000,
  prompt: 50_000,
} as const;

/** An agent that is about to be made. */
export function newAgent(model: string): PersonalAgent {
  return {
    id: newId(),
    name: "",
    description: "",
    emoji: "✨",
    starters: [],
    models: [],
    model,
    temperature: null,
    maxTokens: null,
    tools: [],
    enabled: true,
    prompt: "",
  };
}

/** The same agent once more, to be changed. */
export function copyOf(agent: PersonalAgent): PersonalAgent {
  return { ...agent, id: newId(), name: `${agent.name} copy`.slice(0, LIMITS.name) };
}

/** One starter a line, as a person writes them. */
export function startersOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").slice(0, LIMITS.starters);
}

/** Whether an agent has the words in it that are sought. */
export function matches(agent: Agent, sought: string): boolean {
  const words = `${agent.name}\n${agent.description}\n${agent.starters.join("\n")}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

export class AgentsStore {
  readonly #uid: string;
  readonly #store: Pick<Store, "savePersonalAgent">;

  constructor(uid: string, store: Pick<Store, "savePersonalAgent">) {
    this.#uid = uid;
    this.#store = store;
  }

  readonly save = (agent: PersonalAgent): void => {
    this.#store.savePersonalAgent(this.#uid, agent).catch(notSaved);
  };
}

function notSaved(error: unknown): void {
  reportOnce("an agent was not saved", error);
}
