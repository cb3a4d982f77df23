import { expect, it } from "vitest";
import { filenameOf, toJson, toMarkdown, toText } from "./export";
import type { Agent, Message, Model, Part, Thread } from "./types";

const THREAD: Thread = {
  id: "t",
  title: "Sorting\nin Python",
  agent: "coder",
  model: "openai:a",
  temperature: null,
  maxTokens: null,
  effort: null,
  pinned: false,
  archived: false,
  leaf: "m2",
  seenAt: null,
  createdAt: Date.UTC(2026, 10, 24),
  updatedAt: 0,
};
const AGENTS = [{ id: "coder", name: "Coder" }] as Agent[];
const MODELS = [{ id: "openai:a", label: "Model A" }] as Model[];
const CODE = '```py\nprint("**hi**")\n\n\n# end\n```';

function message(id: string, role: Message["role"], parts: Part[]): Message {
  return {
    id,
    role,
    parts,
    parent: null,
    status: "done",
    agent: "coder",
    model: "openai:a",
    usage: null,
    error: null,
    createdAt: 0,
    heartbeatAt: null,
  };
}

const MESSAGES = [
  message("m1", "user", [{ type: "text", text: "How?" }]),
  message("m2", "assistant", [
    { type: "reasoning", text: "secret musings" },
    { type: "text", text: CODE },
    { type: "source", url: "https://example.org", title: "" },
  ]),
];

it("writes Markdown with a heading for each message and the code intact", () => {
  expect(toMarkdown(THREAD, MESSAGES, AGENTS, MODELS)).toBe(
    `# Sorting in Python\n\n- Date: 2026-11-24\n- Agent: Coder\n- Model: Model A\n\n` +
      `## You\n\nHow?\n\n## Coder\n\n${CODE}\n\nSource: https://example.org <https://example.org>\n`,
  );
});

it("says that an answer did not end well", () => {
  const stopped = { ...message("m", "assistant", []), status: "stopped" as const };
  expect(toText(THREAD, [stopped], [])).toContain("Assistant:\n(stopped)");
});

it("writes JSON that reads back as it was", () => {
  const whole = { thread: THREAD, messages: MESSAGES, images: [] };
  const written: unknown = JSON.parse(toJson([whole]));
  expect(written).toMatchObject({ format: "hearth", version: 1, threads: [whole], notes: [] });
});

it.each([
  ["Sorting in Python", "Sorting-in-Python.md"],
  ["../../etc/passwd", "etc-passwd.md"],
  ["Über Öl: 100 %", "Über-Öl-100.md"],
  ["???", "thread.md"],
])("names the file of %j", (title, name) => {
  expect(filenameOf(title, "md")).toBe(name);
});
