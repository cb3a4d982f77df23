import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { toJson, type Whole } from "../export";
import type { Options } from "../types";
import { exportOf, ImportError, readExport } from "./read";

const OPTIONS: Options = {
  agent: "hearth",
  model: "anthropic:a",
  temperature: null,
  maxTokens: null,
  effort: null,
};

type Said = { role: string; content: object; parent: string | null; more?: object; to?: string };

function node(id: string, { role, content, parent, more = {}, to = "all" }: Said) {
  const message = {
    id,
    author: { role },
    content,
    create_time: 1_700_000_000.5,
    metadata: more,
    recipient: to,
  };
  return { id, message, parent, children: [] };
}

const text = (...parts: unknown[]) => ({ content_type: "text", parts });

/** A conversation as ChatGPT writes it: a root, a hidden system message, an answer with a second try. */
const CHATGPT = {
  title: "Tides",
  create_time: 1_700_000_000.123,
  update_time: 1_700_000_100,
  conversation_id: "6a1f-tides",
  current_node: "a2",
  mapping: {
    root: { id: "root", message: null, parent: null, children: ["s"] },
    s: node("s", {
      role: "system",
      content: text(""),
      parent: "root",
      more: { is_visually_hidden_from_conversation: true },
    }),
    q: node("q", { role: "user", content: text("Why twice?"), parent: "s" }),
    t: node("t", {
      role: "assistant",
      content: { content_type: "thoughts", thoughts: [{ summary: "Moon", content: "The moon." }] },
      parent: "q",
    }),
    call: node("call", {
      role: "assistant",
      content: { content_type: "code", language: "json", text: "{}" },
      parent: "t",
      to: "browser",
    }),
    tool: node("tool", { role: "tool", content: text("a page"), parent: "call" }),
    a1: node("a1", {
      role: "assistant",
      content: text("Because of the moon."),
      parent: "tool",
      more: { model_slug: "gpt-4o" },
    }),
    a2: node("a2", { role: "assistant", content: text("Two bulges."), parent: "q" }),
  },
};

it("reads ChatGPT's tree: what was said, with both answers and the one on screen", () => {
  const found = exportOf([CHATGPT], OPTIONS);
  expect(found).toMatchObject({ from: "ChatGPT", empty: 0 });
  const [whole] = found.threads;
  expect(whole?.thread).toMatchObject({
    id: "6a1f-tides",
    title: "Tides",
    agent: "hearth",
    leaf: "a2",
    createdAt: 1_700_000_000_123,
  });
  expect(whole?.messages.map(({ id, role, parent }) => [id, role, parent])).toEqual([
    ["q", "user", null],
    ["t", "assistant", "q"],
    ["a2", "assistant", "q"],
  ]);
  // What the model thought and what it said are one answer.
  expect(whole?.messages[1]).toMatchObject({
    model: "openai:gpt-4o",
    parts: [
      { type: "reasoning", text: "The moon." },
      { type: "text", text: "Because of the moon." },
    ],
  });
});

it("keeps an answer younger than its question, whatever the file says", () => {
  const [whole] = exportOf([CHATGPT], OPTIONS).threads;
  const times = new Map(whole?.messages.map(({ id, createdAt }) => [id, createdAt]));
  expect(times.get("a2")).toBeGreaterThan(times.get("q") ?? Infinity);
});

it("says where a picture was", () => {
  const picture = { content_type: "image_asset_pointer", asset_pointer: "file-service://x" };
  const content = { content_type: "multimodal_text", parts: [picture, "What is this?"] };
  const mapping = { q: node("q", { role: "user", content, parent: null }) };
  const [whole] = exportOf([{ ...CHATGPT, mapping }], OPTIONS).threads;
  expect(whole?.messages[0]?.parts).toEqual([{ type: "text", text: "[image]\n\nWhat is this?" }]);
});

it("counts conversations in which nothing was said", () => {
  const { root } = CHATGPT.mapping;
  const found = exportOf([CHATGPT, { ...CHATGPT, mapping: { root } }], OPTIONS);
  expect([found.threads.length, found.empty]).toEqual([1, 1]);
});

it("is not led in circles by a broken file", () => {
  const mapping = {
    q: node("q", { role: "user", content: text("?"), parent: "a" }),
    a: node("a", { role: "assistant", content: text("!"), parent: "q" }),
  };
  const [whole] = exportOf([{ ...CHATGPT, mapping, current_node: "a" }], OPTIONS).threads;
  expect(whole?.messages).toHaveLength(2);
});

const CLAUDE = {
  uuid: "0d3c-bread",
  name: "Bread",
  created_at: "2026-03-01T10:00:00Z",
  updated_at: "2026-03-01T10:05:00Z",
  chat_messages: [
    {
      uuid: "m1",
      sender: "human",
      text: "Little yeast?",
      content: [{ type: "text", text: "Little yeast?" }],
      created_at: "2026-03-01T10:00:00Z",
      attachments: [{ file_name: "recipe.txt", extracted_content: "500 g flour" }],
    },
    {
      uuid: "m2",
      sender: "assistant",
      text: "",
      content: [
        { type: "thinking", thinking: "Time replaces it." },
        { type: "tool_use", name: "x", input: {} },
        { type: "text", text: "Give it time." },
      ],
      created_at: "2026-03-01T10:01:00Z",
    },
  ],
};

it("reads Claude's list, with what was attached and what was thought", () => {
  const found = exportOf([CLAUDE], OPTIONS);
  expect(found.from).toBe("Claude");
  const [whole] = found.threads;
  expect(whole?.thread).toMatchObject({ id: "0d3c-bread", title: "Bread", leaf: "m2" });
  expect(whole?.messages.map(({ parent }) => parent)).toEqual([null, "m1"]);
  expect(whole?.messages[0]?.parts[1]).toEqual({
    type: "text",
    text: "recipe.txt:\n\n500 g flour",
  });
  expect(whole?.messages[1]?.parts.map(({ type }) => type)).toEqual(["reasoning", "text"]);
});

it("follows the parents that newer exports of Claude name", () => {
  const root = "00000000-0000-4000-8000-000000000000";
  const [first, second] = CLAUDE.chat_messages;
  const chat_messages = [
    { ...first, parent_message_uuid: root },
    { ...second, parent_message_uuid: "m1" },
    { ...second, uuid: "m3", parent_message_uuid: "m1" },
  ];
  const [whole] = exportOf([{ ...CLAUDE, chat_messages }], OPTIONS).threads;
  expect(whole?.messages.map(({ parent }) => parent)).toEqual([null, "m1", "m1"]);
});

it("reads back what Hearth has written, to the last field", () => {
  const [whole] = exportOf([CHATGPT], OPTIONS).threads as [Whole];
  const note = { id: "n", text: "Keep", source: null, updatedAt: 1 };
  const image = { id: "i", mediaType: "image/png", data: "aGk=" };
  const threads = [{ ...whole, images: [image] }];
  const found = exportOf(JSON.parse(toJson(threads, [note])), OPTIONS);
  expect(found).toEqual({ from: "Hearth", threads, notes: [note], empty: 0 });
});

it("finds the conversations in a zip", async () => {
  const zip = zipSync({
    "chat.html": strToU8("<p>"),
    "conversations.json": strToU8(JSON.stringify([CHATGPT])),
  });
  const found = await readExport(new Blob([zip.slice()]), OPTIONS);
  expect(found.threads).toHaveLength(1);
});

it.each([
  ["{", /not whole/],
  ["[]", /no export/],
  ['{"format":"hearth","version":9}', /no export/],
  ["[1,null,{}]", /no export/],
  ["PK\u0003\u0004 and no zip", /zip/],
])("refuses %j in a sentence", async (content, said) => {
  const reading = readExport(new Blob([content]), OPTIONS);
  await expect(reading).rejects.toThrow(ImportError);
  await expect(reading).rejects.toThrow(said);
});
