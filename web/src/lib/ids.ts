/** Ids made by the client: letters, digits and dashes, unguessable. */

/** `crypto.randomUUID` exists on secure pages only; a phone on a home network may have none. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The document id of the reply to a message, known before the server has answered. */
export function replyIdOf(messageId: string): string {
  return `${messageId}-r`;
}
