import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  decodeAccount,
  decodeAgent,
  decodeMessage,
  decodeModel,
  decodeNote,
  decodePreferences,
  decodeProviders,
  decodeSettings,
  decodeThread,
  type Doc,
} from "./decode";

const at = (millis: number) => ({ toMillis: () => millis });
let count = 0;

function doc(fields: Record<string, unknown>): Doc {
  count += 1;
  return { path: `somewhere/${count}`, id: `id${count}`, fields };
}

const warned = () => vi.mocked(console.warn).mock.calls.length;

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

const GARBAGE: unknown[] = [undefined, null, 1, "x", [], {}, true, Number.NaN, [null, 1, {}]];
const DECODERS = {
  decodeAccount,
  decodeAgent,
  decodeMessage,
  decodeModel,
  decodeNote,
  decodePreferences,
  decodeProviders,
  decodeSettings,
  decodeThread,
};
const FIELDS =
  "agents suspended name starters models model temperature maxTokens tools enabled provider " +
  "contextTokens maxOutputTokens price order title pinned archived leaf createdAt updatedAt role " +
  "status parts tail parent usage error heartbeatAt text source banner anthropic agent";

describe.each(Object.entries(DECODERS))("%s", (_name, decode) => {
  it.each(GARBAGE)("survives a document full of %j", (value) => {
    const fields = Object.fromEntries(FIELDS.split(" ").map((name) => [name, value]));
    expect(() => decode(doc(fields))).not.toThrow();
  });
});

describe("an account", () => {
  it.each([true, "yes", 1, null])("is suspended by %j", (suspended) => {
    expect(decodeAccount(doc({ agents: ["a"], suspended })).suspended).toBe(true);
  });

  it.each([false, undefined])("is let in by %j", (suspended) => {
    expect(decodeAccount(doc({ agents: ["a"], suspended })).suspended).toBe(false);
  });

  it("leaves out agents whose id can't be one", () => {
    expect(decodeAccount(doc({ agents: ["a", "", "b/c", 4] })).agents).toEqual(["a"]);
  });
});

describe("a message", () => {
  const reply = {
    role: "assistant",
    status: "streaming",
    parent: "m",
    parts: [{ type: "text", text: "He" }],
    tail: [
      { n: 1, parts: [{ type: "text", text: "o" }] },
      { n: 0, parts: [{ type: "text", text: "ll" }] },
    ],
    createdAt: at(5),
    heartbeatAt: at(7),
  };

  it("is read with its checkpoints folded in", () => {
    expect(decodeMessage(doc(reply))).toMatchObject({
      parts: [{ type: "text", text: "Hello" }],
      createdAt: 5,
      heartbeatAt: 7,
      usage: null,
      error: null,
    });
  });

  it("is skipped without a role, and that is reported once", () => {
    const bad = doc({ ...reply, role: "system" });
    expect(decodeMessage(bad)).toBeNull();
    expect(decodeMessage(bad)).toBeNull();
    expect(warned()).toBe(1);
  });

  it("loses only the part that can't be read", () => {
    const parts = [{ type: "hologram" }, { type: "text", text: "Hi" }];
    const message = decodeMessage(doc({ ...reply, parts, tail: "none" }));
    expect(message?.parts).toEqual([{ type: "text", text: "Hi" }]);
    expect(warned()).toBe(1);
  });
});

describe("a model", () => {
  const model = {
    provider: "openai",
    name: "gpt",
    label: "GPT",
    contextTokens: 1000,
    maxOutputTokens: 100,
    price: { input: 1, output: 2, cachedInput: 0.5 },
    temperature: { min: 0, max: 2 },
    enabled: true,
    order: 3,
  };

  it("is read whole", () => {
    const decoded = decodeModel(doc(model));
    expect(decoded).toMatchObject({ ...model, images: false, tools: false, reasoning: false });
  });

  it.each(["provider", "contextTokens", "maxOutputTokens"])("is skipped without %s", (field) => {
    expect(decodeModel(doc({ ...model, [field]: "?" }))).toBeNull();
    expect(warned()).toBe(1);
  });

  it("has no price when half of it is missing", () => {
    expect(decodeModel(doc({ ...model, price: { input: 1 } }))?.price).toBeNull();
  });

  it("pays the full price for cached input where no other is named", () => {
    const decoded = decodeModel(doc({ ...model, price: { input: 1, output: 2 } }));
    expect(decoded?.price?.cachedInput).toBe(1);
  });
});
