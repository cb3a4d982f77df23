/** The nouns of Hearth, as the client holds them. Times are milliseconds since the epoch. */

export type ProviderName = "anthropic" | "openai" | "google" | "cohere" | "mistral" | "llama";

export type Status = "streaming" | "done" | "stopped" | "interrupted" | "error";

export type TextPart = { type: "text"; text: string };
/** `metadata` is opaque to the client; a part that has it is signed and takes no more text. */
export type ReasoningPart = {
  type: "reasoning";
  text: string;
  metadata?: Record<string, unknown>;
};
export type ImagePart = { type: "image"; imageId: string; mediaType: string };
export type SourcePart = { type: "source"; url: string; title: string };
/** A question to the person: may this call run? `subject` is what a lasting yes would cover. */
export type Approval = { subject: string; lasting: boolean };
export type Decision = "once" | "thread" | "always" | "decline";
export type ToolPart = {
  type: "tool";
  toolCallId: string;
  toolName: string;
  state:
    | "input-streaming"
    | "input-available"
    | "approval-requested"
    | "output-available"
    | "output-error"
    | "output-denied";
  /** While it is streamed, the JSON text so far. */
  input: unknown;
  /** While the call runs, what there is of it so far. */
  output?: unknown;
  errorText?: string;
  approval?: Approval;
};
export type Part = TextPart | ReasoningPart | ImagePart | SourcePart | ToolPart;

/** A picture as it travels and is stored: `data` is base64. `id` is the `imageId` of its part. */
export type Picture = { id: string; mediaType: string; data: string };

export type ErrorBody = { code: string; message: string; retryAfter?: number };

/** Tokens as the provider counted them, and what they cost in USD. */
export type Usage = {
  inputTokens: number;
  outputTokens: number;
  cachedInputTokens: number;
  usd: number;
};

export type Message = {
  id: string;
  role: "user" | "assistant";
  parts: Part[];
  parent: string | null;
  status: Status;
  agent: string;
  model: string;
  usage: Usage | null;
  error: ErrorBody | null;
  createdAt: number;
  heartbeatAt: number | null;
};

/**
 * A message of the branch on screen. `siblings` are the ids that share its parent and role, itself
 * included, oldest first. `outbox` is set while the message waits in this device's outbox.
 */
export type ShownMessage = Message & {
  siblings: string[];
  outbox: { state: "waiting" | "sending" | "refused"; error: ErrorBody | null } | null;
};

/** How hard a model with reasoning is to think. */
export const EFFORTS = ["low", "medium", "high"] as const;
export type Effort = (typeof EFFORTS)[number];

/** What a person chooses for the next turn. `null` leaves it to the agent, then to the model. */
export type Options = {
  agent: string;
  model: string;
  temperature: number | null;
  maxTokens: number | null;
  effort: Effort | null;
};

export type Thread = Options & {
  id: string;
  title: string;
  pinned: boolean;
  archived: boolean;
  leaf: string | null;
  createdAt: number;
  updatedAt: number;
  /** The `updatedAt` that was on screen last, on any of the member's devices. */
  seenAt: number | null;
};

export type Agent = {
  id: string;
  name: string;
  description: string;
  emoji: string;
  starters: string[];
  /** The models it may use; empty means every enabled model. */
  models: string[];
  model: string;
  temperature: number | null;
  maxTokens: number | null;
  tools: string[];
  enabled: boolean;
};

/** An agent that a member made: theirs alone, so that its prompt is theirs to see. */
export type PersonalAgent = Agent & { prompt: string };

/** A personal token as its owner sees it: never the token, only how it ends. */
export type Token = {
  id: string;
  label: string;
  ending: string;
  createdAt: number;
  /** `null` lasts until it is revoked. */
  expiresAt: number | null;
  usedAt: number | null;
};

export type Model = {
  id: string;
  provider: ProviderName;
  name: string;
  label: string;
  contextTokens: number;
  maxOutputTokens: number;
  /** USD per million tokens; `null` when the owner has named no price, and then it can't be used. */
  price: { input: number; output: number; cachedInput: number } | null;
  images: boolean;
  tools: boolean;
  reasoning: boolean;
  /** The accepted range; `null` for a model that takes no temperature. */
  temperature: { min: number; max: number } | null;
  enabled: boolean;
  order: number;
};

export type ProviderStatus = { configured: boolean; simulated: boolean };

export type Note = {
  id: string;
  text: string;
  source: { threadId: string; messageId: string } | null;
  updatedAt: number;
};

/** The body of a POST to `chat`. `messageId` is made by the client and keys the turn. */
export type TurnRequest = Options & {
  threadId: string;
  messageId: string;
  parent: string | null;
} & (
    | { parts: Part[] }
    | { regenerate: string }
    /** `approvals`, by call: what the person said of those that wait. */
    | { continue: string; approvals?: Record<string, Decision> }
  );
