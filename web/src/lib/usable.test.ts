import { expect, it } from "vitest";
import type { Agent, Model } from "./types";
import { type Catalog, defaults, usable, withChange } from "./usable";

const agent = (id: string, fields: Partial<Agent> = {}): Agent => ({
  id,
  name: id,
  description: "",
  emoji: "",
  starters: [],
  models: [],
  model: "openai:a",
  temperature: null,
  maxTokens: null,
  tools: [],
  enabled: true,
  ...fields,
});
const model = (id: string, fields: Partial<Model> = {}): Model => ({
  id,
  provider: "openai",
  name: id,
  label: id,
  contextTokens: 1000,
  maxOutputTokens: 100,
  price: { input: 1, output: 1, cachedInput: 1 },
  images: false,
  tools: false,
  reasoning: false,
  temperature: { min: 0, max: 1 },
  enabled: true,
  order: 0,
  ...fields,
});
const CATALOG: Catalog = {
  agents: [agent("any"), agent("picky", { models: ["openai:b"], model: "openai:b" })],
  models: [
    model("openai:a"),
    model("openai:b", { temperature: null }),
    model("openai:free", { price: null }),
    model("cohere:c", { provider: "cohere" }),
    model("llama:d", { provider: "llama" }),
  ],
  providers: {
    openai: { configured: true, simulated: false },
    cohere: { configured: false, simulated: false },
    llama: { configured: false, simulated: true },
  },
};

it.each([
  ["any", "openai:a"],
  ["any", "llama:d"],
  ["picky", "openai:b"],
])("lets %s run on %s", (agentId, modelId) => {
  expect(usable(CATALOG, agentId, modelId)).toEqual({ ok: true });
});

it.each([
  ["gone", "openai:a", "agent isn't available"],
  ["any", "openai:gone", "model isn't available"],
  ["picky", "openai:a", "picky doesn't use openai:a"],
  ["any", "openai:free", "no price"],
  ["any", "cohere:c", "no key"],
])("says why %s can't run on %s", (agentId, modelId, why) => {
  expect(usable(CATALOG, agentId, modelId)).toEqual({
    ok: false,
    why: expect.stringContaining(why) as string,
  });
});

it("begins with what the person prefers", () => {
  const options = defaults(CATALOG, { agent: "picky", model: "openai:b" });
  expect(options).toMatchObject({ agent: "picky", model: "openai:b" });
});

it("begins with the agent's model when the preferred one does not fit", () => {
  expect(defaults(CATALOG, { agent: "picky", model: "openai:a" }).model).toBe("openai:b");
});

it("begins with the first agent that can run", () => {
  const broken = agent("broken", { models: ["cohere:c"], model: "cohere:c" });
  const catalog = { ...CATALOG, agents: [broken, ...CATALOG.agents] };
  expect(defaults(catalog, {})).toMatchObject({ agent: "any", model: "openai:a" });
});

const OPTIONS = { agent: "any", model: "openai:a", temperature: 0.5, maxTokens: 50, effort: null };

it("changes the model along with the agent that does not use it", () => {
  expect(withChange(CATALOG, OPTIONS, { agent: "picky" }).model).toBe("openai:b");
});

it("keeps the model that the new agent uses too", () => {
  const both = { ...CATALOG, agents: [agent("any"), agent("other", { model: "openai:b" })] };
  expect(withChange(both, OPTIONS, { agent: "other" }).model).toBe("openai:a");
});

it("keeps temperature and length within what the model takes", () => {
  expect(
    withChange(CATALOG, OPTIONS, { temperature: 1.7, maxTokens: 900, effort: null }),
  ).toMatchObject({
    temperature: 1,
    maxTokens: 100,
    effort: null,
  });
  expect(withChange(CATALOG, OPTIONS, { model: "openai:b" }).temperature).toBeNull();
});
