/** The `conversations.json` of a Claude export: conversations as lists of messages. */

import type { Whole } from "../export";
import type { Options, Part } from "../types";
import { safeId, treeOf, type Node } from "./tree";
import { fieldsOf, listOf, momentOf, textOf, textOrNull, type Fields } from "./values";

/** What the first message of a conversation names as its parent. */
const ROOT = "00000000-0000-4000-8000-000000000000";

export function isClaude(conversation: Fields): boolean {
  return Array.isArray(conversation.chat_messages);
}

/** A conversation as a thread; `null` when nothing in it can be shown. */
export function fromClaude(conversation: Fields, options: Options): Whole | null {
  const createdAt = momentOf(conversation.created_at, 1);
  const nodes: Node[] = [];
  for (const message of listOf(conversation.chat_messages).map(fieldsOf)) {
    nodes.push(nodeOf(message, nodes.at(-1)?.id ?? null, createdAt));
  }
  const shown = textOrNull(conversation.current_leaf_message_uuid) ?? nodes.at(-1)?.id ?? null;
  const { messages, leaf } = treeOf(nodes, shown, options.agent);
  const id = textOrNull(conversation.uuid);
  if (messages.length === 0 || id === null) return null;
  const updatedAt = momentOf(conversation.updated_at, createdAt);
  const thread = {
    ...options,
    id: safeId(id),
    title: textOf(conversation.name),
    pinned: false,
    archived: false,
    leaf,
    createdAt,
    updatedAt,
    seenAt: updatedAt,
  };
  return { thread, messages, images: [] };
}

function nodeOf(message: Fields, before: string | null, otherwise: number): Node {
  const named = textOrNull(message.parent_message_uuid);
  // Older exports name no parents: each message follows the one before it.
  const parent = named === null ? before : named === ROOT ? null : named;
  const { sender } = message;
  return {
    id: textOrNull(message.uuid) ?? `${before ?? "m"}-next`,
    parent,
    role: sender === "human" ? "user" : sender === "assistant" ? "assistant" : null,
    parts: partsOf(message),
    model: "",
    createdAt: momentOf(message.created_at, otherwise),
  };
}

function partsOf(message: Fields): Part[] {
  const content = listOf(message.content).map(fieldsOf).flatMap(partOf);
  const plain = textOf(message.text);
  const said: Part[] =
    content.length > 0 || plain === "" ? content : [{ type: "text", text: plain }];
  return [...said, ...listOf(message.attachments).map(fieldsOf).flatMap(attachedOf)];
}

function partOf(content: Fields): Part[] {
  if (content.type === "text" && textOf(content.text).trim() !== "") {
    return [{ type: "text", text: textOf(content.text) }];
  }
  if (content.type === "thinking" && textOf(content.thinking).trim() !== "") {
    return [{ type: "reasoning", text: textOf(content.thinking) }];
  }
  return [];
}

/** A file that was attached, as the text that was taken out of it. */
function attachedOf(attachment: Fields): Part[] {
  const text = textOf(attachment.extracted_content);
  if (text.trim() === "") return [];
  return [{ type: "text", text: `${textOf(attachment.file_name) || "A file"}:\n\n${text}` }];
}
