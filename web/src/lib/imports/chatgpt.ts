/** The `conversations.json` of a ChatGPT export: conversations as trees of nodes. */

import type { Whole } from "../export";
import type { Options, Part } from "../types";
import { safeId, treeOf, type Node } from "./tree";
import { fieldsOf, listOf, momentOf, textOf, textOrNull, type Fields } from "./values";

export function isChatGpt(conversation: Fields): boolean {
  return Object.keys(fieldsOf(conversation.mapping)).length > 0;
}

/** A conversation as a thread; `null` when nothing in it can be shown. */
export function fromChatGpt(conversation: Fields, options: Options): Whole | null {
  const createdAt = momentOf(conversation.create_time, 1);
  const nodes = Object.entries(fieldsOf(conversation.mapping)).map(([id, value]) =>
    nodeOf(id, fieldsOf(value), createdAt),
  );
  const { messages, leaf } = treeOf(nodes, textOrNull(conversation.current_node), options.agent);
  const id = textOrNull(conversation.conversation_id) ?? textOrNull(conversation.id);
  if (messages.length === 0 || id === null) return null;
  const updatedAt = momentOf(conversation.update_time, createdAt);
  const thread = {
    ...options,
    id: safeId(id),
    title: textOf(conversation.title),
    pinned: false,
    archived: conversation.is_archived === true,
    leaf,
    createdAt,
    updatedAt,
    seenAt: updatedAt,
  };
  return { thread, messages, images: [] };
}

function nodeOf(id: string, node: Fields, otherwise: number): Node {
  const message = fieldsOf(node.message);
  const metadata = fieldsOf(message.metadata);
  const role = fieldsOf(message.author).role;
  const hidden = metadata.is_visually_hidden_from_conversation === true;
  // What is said to a tool, and not to everybody, is traffic.
  const open = message.recipient === undefined || message.recipient === "all";
  const slug = textOf(metadata.model_slug);
  return {
    id,
    parent: textOrNull(node.parent),
    role: !hidden && open && (role === "user" || role === "assistant") ? role : null,
    parts: partsOf(fieldsOf(message.content)),
    model: slug === "" ? "" : `openai:${safeModel(slug)}`,
    createdAt: momentOf(message.create_time, otherwise),
  };
}

function partsOf(content: Fields): Part[] {
  switch (content.content_type) {
    case "text":
    case "multimodal_text":
      return said(listOf(content.parts).map(pieceOf).filter(Boolean).join("\n\n"));
    case "code":
      return said(`\`\`\`${textOf(content.language)}\n${textOf(content.text)}\n\`\`\``);
    case "thoughts": {
      const thoughts = listOf(content.thoughts).map((thought) => textOf(fieldsOf(thought).content));
      const text = thoughts.filter(Boolean).join("\n\n");
      return text === "" ? [] : [{ type: "reasoning", text }];
    }
    default:
      return [];
  }
}

/** A piece of a message that is not text is a picture or a sound, which the file only names. */
function pieceOf(piece: unknown): string {
  if (typeof piece === "string") return piece;
  const { content_type: kind, text } = fieldsOf(piece);
  if (typeof text === "string") return text;
  return kind === "image_asset_pointer" ? "[image]" : "";
}

function said(text: string): Part[] {
  return text.trim() === "" ? [] : [{ type: "text", text }];
}

function safeModel(slug: string): string {
  return slug.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 100);
}
