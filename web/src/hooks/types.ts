/** What each hook returns: data, and the verbs that change it. */

import type {
  Agent,
  Decision,
  Model,
  Note,
  Options,
  Part,
  PersonalAgent,
  Picture,
  ProviderName,
  ProviderStatus,
  ShownMessage,
  Thread,
  Token,
} from "@/lib/types";

export type SessionUser = {
  uid: string;
  email: string;
  displayName: string;
  emailVerified: boolean;
};

/** Every rejection is an `Error` whose message is a sentence for the person. */
export type Session = {
  status: "loading" | "signed-out" | "signed-in";
  user: SessionUser | null;
  signIn: (email: string, password: string) => Promise<void>;
  signUp: (email: string, password: string) => Promise<void>;
  signInWithGoogle: () => Promise<void>;
  resetPassword: (email: string) => Promise<void>;
  verifyEmail: () => Promise<void>;
  signOut: () => Promise<void>;
};

export type Preferences = { agent?: string; model?: string };

export type Usable = { ok: true } | { ok: false; why: string };

export type Member = {
  status: "loading" | "waiting" | "suspended" | "ready" | "error";
  /** The enabled agents: the community's in the owner's order, then the member's own. */
  agents: Agent[];
  /** All that the member has made, those that are switched off too. */
  personal: PersonalAgent[];
  models: Model[];
  providers: Partial<Record<ProviderName, ProviderStatus>>;
  settings: { name: string; banner: string };
  preferences: Preferences;
  /** Why `status` is "error"; a sentence for the person. */
  error: string | null;
  setPreferences: (change: Preferences) => void;
  usable: (agent: string, model: string) => Usable;
  /** Asks to be let in, with an invite's code where there is one. */
  join: (invite?: string) => Promise<"member" | "waiting">;
};

export type Threads = {
  status: "loading" | "ready" | "error";
  threads: Thread[];
  hasMore: boolean;
  /** The threads in which this device hears an answer grow. */
  running: ReadonlySet<string>;
  /** Begins to fetch a thread that the person goes to. */
  prepare: (id: string) => void;
  loadMore: () => void;
  rename: (id: string, title: string) => void;
  pin: (id: string, pinned: boolean) => void;
  archive: (id: string, archived: boolean) => void;
};

export type ThreadVerbs = {
  setOptions: (change: Partial<Options>) => void;
  /**
   * Returns the thread's id, made here when the thread is new. `images` are what its image parts
   * name, and are stored before it.
   */
  send: (parts: Part[], images?: readonly Picture[]) => string;
  stop: () => void;
  edit: (messageId: string, parts: Part[]) => void;
  regenerate: (messageId: string, model?: string) => void;
  /** Goes on from an answer, with what the person said of each call that waits for them. */
  continueReply: (messageId: string, approvals?: Record<string, Decision>) => void;
  /** Shows the branch of that message, down to its newest leaf. */
  show: (messageId: string) => void;
  retry: (messageId: string) => void;
  discard: (messageId: string) => void;
  loadEarlier: () => void;
};

export type ThreadData = {
  status: "loading" | "ready" | "not-found";
  thread: Thread | null;
  messages: ShownMessage[];
  running: boolean;
  /** The branch goes further back than what is loaded. */
  hasEarlier: boolean;
  options: Options;
  /** What the server wants the person to know about the turn on screen. */
  notice: string | null;
};

export type ThreadView = ThreadData & ThreadVerbs;

export type Notes = {
  status: "loading" | "ready" | "error";
  notes: Note[];
  create: (text: string, source?: Note["source"]) => string;
  /** Keeps what is being typed on this device. */
  keep: (id: string, text: string) => void;
  update: (id: string, text: string) => void;
  remove: (id: string) => void;
};

/** The agents that a member makes. What may use them is in `Member`. */
export type Agents = {
  save: (agent: PersonalAgent) => void;
};

export type Tokens = {
  status: "loading" | "ready" | "error";
  tokens: Token[];
  /** Resolves to the token, which nothing and nobody tells again. */
  create: (label: string, days: number | null) => Promise<string>;
  revoke: (id: string) => Promise<void>;
};
