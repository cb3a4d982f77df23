/** What a hook shows before anything is known. It stands apart from the stores, which come later. */

import type { BudgetState, SharesState } from "./community-store";
import type { MemberState } from "./member";
import type { NotesState } from "./notes";
import type { PermissionsState } from "./permissions";
import type { ThreadData } from "./thread";
import type { ThreadsState } from "./thread-list";
import type { TokensState } from "./tokens";
import type { Options } from "./types";

export const NO_MEMBER: MemberState = {
  status: "loading",
  agents: [],
  personal: [],
  models: [],
  providers: {},
  settings: { name: "Hearth", banner: "" },
  preferences: {},
  error: null,
};

export const NO_OPTIONS: Options = {
  agent: "",
  model: "",
  temperature: null,
  maxTokens: null,
  effort: null,
};

export const NO_THREAD: ThreadData = {
  status: "loading",
  thread: null,
  messages: [],
  running: false,
  hasEarlier: false,
  options: NO_OPTIONS,
  notice: null,
};

export const NO_THREADS: ThreadsState = {
  status: "loading",
  threads: [],
  hasMore: false,
  running: new Set(),
};

export const NO_NOTES: NotesState = { status: "loading", notes: [] };

export const NO_BUDGET: BudgetState = {
  owner: false,
  limitUsd: null,
  leftUsd: null,
  month: null,
  request: null,
};

export const NO_SHARES: SharesState = { status: "loading", shares: [] };

export const NO_TOKENS: TokensState = { status: "loading", tokens: [] };

export const NO_PERMISSIONS: PermissionsState = { status: "loading", permissions: [] };
