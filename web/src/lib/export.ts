/** Threads to take away: as Markdown, as plain text, as JSON. */

import { handOver } from "./hand-over";
import { words } from "@/words";
import type { Agent, Message, Model, Note, Part, Picture, Thread } from "./types";

/** What the JSON of this client says it is; the number rises when its shape changes. */
const FORMAT = { format: "hearth", version: 1 } as const;

/** A thread with all that belongs to it: every branch, and the pictures. */
export type Whole = { thread: Thread; messages: Message[]; images: Picture[] };

/** The thread with a heading for each message; code stays as the model wrote it. */
export function toMarkdown(
  thread: Thread,
  messages: Message[],
  agents: Agent[],
  models: Model[],
): string {
  const agent = agents.find(({ id }) => id === thread.agent)?.name ?? thread.agent;
  const model = models.find(({ id }) => id === thread.model)?.label ?? thread.model;
  const facts = [`- Date: ${day(thread.createdAt)}`, `- Agent: ${agent}`, `- Model: ${model}`];
  const body = messages.map((message) => `## ${speaker(message, agents)}\n\n${written(message)}`);
  return `${[`# ${oneLine(thread.title)}`, facts.join("\n"), ...body].join("\n\n")}\n`;
}

/** Who said what, without any markup of ours. */
export function toText(thread: Thread, messages: Message[], agents: Agent[]): string {
  const body = messages.map((message) => `${speaker(message, agents)}:\n${written(message)}`);
  return `${[thread.title, ...body].join("\n\n")}\n`;
}

/** Everything there is: nothing is left out, so that nothing is lost on the way back. */
export function toJson(threads: readonly Whole[], notes: readonly Note[] = []): string {
  const exportedAt = new Date().toISOString();
  return `${JSON.stringify({ ...FORMAT, exportedAt, threads, notes }, null, 2)}\n`;
}

/** A file name that every system takes. */
export function filenameOf(title: string, extension: string): string {
  const name = title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || words.export.file}.${extension}`;
}

/** Hands a text over as a file. */
export async function download(filename: string, text: string): Promise<void> {
  await handOver(new File([text], filename, { type: typeOf(filename) }));
}

function typeOf(filename: string): string {
  if (filename.endsWith(".json")) return "application/json";
  return filename.endsWith(".md") ? "text/markdown" : "text/plain";
}

function speaker(message: Message, agents: Agent[]): string {
  if (message.role === "user") return words.common.you;
  return agents.find(({ id }) => id === message.agent)?.name ?? words.export.assistant;
}

function written(message: Message): string {
  const text = message.parts.map(partText).filter(Boolean).join("\n\n");
  const ended = message.status === "done" || message.role === "user" ? "" : `(${message.status})`;
  return [text, ended].filter(Boolean).join("\n\n") || "(empty)";
}

function partText(part: Part): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "image":
      return "[image]";
    case "source":
      return words.export.source(part.title || part.url, part.url);
    case "tool":
      return words.export.used(part.toolName);
    case "reasoning":
      return "";
    default:
      return part satisfies never;
  }
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
