/** The member: their account, and what of the community they may see and use, kept up to date. */

import { words } from "@/words";
import { call } from "./callable";
import { Cell, type Readable, Use, whileUsed } from "./cell";
import type { Account } from "./decode";
import { reportOnce } from "./errors";
import { NO_MEMBER } from "./nothing";
import type { Store } from "./store";
import type { Agent, Model, PersonalAgent, ProviderName, ProviderStatus } from "./types";

export type MemberState = {
  status: "loading" | "waiting" | "suspended" | "ready" | "error";
  /** The enabled agents: the community's in the owner's order, then the member's own. */
  agents: Agent[];
  /** All that the member has made, those that are switched off too. */
  personal: PersonalAgent[];
  models: Model[];
  providers: Partial<Record<ProviderName, ProviderStatus>>;
  settings: { name: string; banner: string };
  preferences: { agent?: string; model?: string };
  error: string | null;
};

export type MemberDeps = {
  uid: string;
  store: Pick<
    Store,
    | "watchAccount"
    | "watchAgent"
    | "watchPersonalAgents"
    | "watchModels"
    | "watchSettings"
    | "watchProviders"
    | "watchPreferences"
    | "savePreferences"
  >;
  idToken: () => Promise<string>;
  /** Called when the member turns out to be suspended: what is running must end. */
  suspended: () => void;
};

/** What has been heard so far; `undefined` is not yet, `null` is that there is no such document. */
type Heard = {
  account?: Account | null | "denied";
  agents: ReadonlyMap<string, Agent | null>;
  personal?: PersonalAgent[];
  models?: Model[];
  providers?: MemberState["providers"];
  settings?: MemberState["settings"];
  preferences?: MemberState["preferences"];
  /** All that the room needs has been heard once; an agent that comes later just joins the others. */
  complete?: true;
  joinError: string | null;
};

const JOIN_AGAIN_MS = 5_000;

export class MemberStore {
  readonly #state = new Cell<MemberState>(NO_MEMBER);
  readonly #use = new Use(() => this.#watch());
  readonly state = whileUsed(this.#state, this.#use);
  readonly #admitted = new Cell(false);
  /** Whether the account is a member's: it exists, is not suspended, and has an agent. */
  readonly admitted: Readable<boolean> = this.#admitted;
  readonly #deps: MemberDeps;
  readonly #agentStops = new Map<string, () => void>();
  #heard: Heard = { agents: new Map(), joinError: null };
  #catalogStops: (() => void)[] = [];
  #settingsStop: (() => void) | null = null;
  #joining = false;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: MemberDeps) {
    this.#deps = deps;
  }

  readonly setPreferences = (change: MemberState["preferences"]): void => {
    this.#deps.store
      .savePreferences(this.#deps.uid, change)
      .catch((error: unknown) => reportOnce("preferences were not saved", error));
  };

  /** Asks to be let in. The account's listener tells the rest. */
  readonly join = async (invite?: string): Promise<"member" | "waiting"> => {
    const data = invite ? { invite } : {};
    const result = await call("join", data, await this.#deps.idToken());
    return result.status === "member" ? "member" : "waiting";
  };

  close(): void {
    this.#use.close();
  }

  #watch(): () => void {
    const stop = this.#deps.store.watchAccount(this.#deps.uid, {
      next: (account) => this.#onAccount(account),
      fail: (code) => {
        if (code === "permission-denied") this.#onAccount("denied");
      },
    });
    return () => {
      stop();
      clearTimeout(this.#joinTimer);
      this.#endCatalog(false);
      this.#heard = { agents: new Map(), joinError: null };
      this.#publish();
    };
  }

  #onAccount(account: Account | null | "denied"): void {
    const before = stateOf(this.#heard).status;
    this.#hear({ account });
    const { status } = stateOf(this.#heard);
    if (account === null) this.#joinByItself();
    if (status === "suspended" && before !== "suspended") this.#deps.suspended();
    // Until an agent is theirs, an account may read the community's name and nothing else.
    const waiting = status === "waiting";
    if (!isMember(account)) this.#endCatalog(waiting);
    if (isMember(account) || waiting) this.#settingsStop ??= this.#watchSettings();
    if (!isMember(account)) return;
    if (this.#catalogStops.length === 0) this.#watchCatalog();
    this.#watchAgents(account.agents);
  }

  #watchSettings(): () => void {
    return this.#deps.store.watchSettings({
      next: (found) => this.#hear({ settings: found ?? NO_MEMBER.settings }),
      fail: () => this.#hear({ settings: NO_MEMBER.settings }),
    });
  }

  #watchCatalog(): void {
    const { store, uid } = this.#deps;
    this.#catalogStops = [
      store.watchPersonalAgents(uid, {
        next: (personal) => this.#hear({ personal }),
        // One's own agents may be missing, the rest goes on.
        fail: () => this.#hear({ personal: this.#heard.personal ?? [] }),
      }),
      store.watchModels({ next: (models) => this.#hear({ models }) }),
      store.watchProviders({ next: (found) => this.#hear({ providers: found ?? {} }) }),
      store.watchPreferences(uid, { next: (found) => this.#hear({ preferences: found ?? {} }) }),
    ];
  }

  #watchAgents(ids: string[]): void {
    for (const [id, stop] of this.#agentStops) {
      if (ids.includes(id)) continue;
      stop();
      this.#agentStops.delete(id);
      this.#hearAgent(id, undefined);
    }
    for (const id of new Set(ids)) {
      if (this.#agentStops.has(id)) continue;
      const stop = this.#deps.store.watchAgent(id, {
        next: (agent) => this.#hearAgent(id, agent),
        fail: () => this.#hearAgent(id, null),
      });
      this.#agentStops.set(id, stop);
    }
  }

  #hearAgent(id: string, agent: Agent | null | undefined): void {
    const agents = new Map(this.#heard.agents);
    if (agent === undefined) agents.delete(id);
    else agents.set(id, agent);
    this.#hear({ agents });
  }

  #hear(news: Partial<Heard>): void {
    this.#heard = { ...this.#heard, ...news };
    if (isComplete(this.#heard)) this.#heard.complete = true;
    this.#publish();
  }

  #publish(): void {
    this.#state.set(stateOf(this.#heard));
    this.#admitted.set(isMember(this.#heard.account));
  }

  #endCatalog(keepSettings: boolean): void {
    const settingsStop = keepSettings ? null : this.#settingsStop;
    for (const stop of [...this.#catalogStops, ...this.#agentStops.values()]) stop();
    settingsStop?.();
    if (settingsStop) this.#settingsStop = null;
    this.#catalogStops = [];
    this.#agentStops.clear();
    const { account, settings, joinError } = this.#heard;
    this.#heard = {
      ...(account !== undefined && { account }),
      ...(keepSettings && settings && { settings }),
      agents: new Map(),
      joinError,
    };
    this.#publish();
  }

  /** A new account has no document yet: ask for one, and go on asking while that fails. */
  #joinByItself(): void {
    if (this.#joining) return;
    this.#joining = true;
    this.join()
      .then(() => this.#hear({ joinError: null }))
      .catch((error: unknown) => {
        this.#hear({ joinError: error instanceof Error ? error.message : words.common.failed });
        this.#joinTimer = setTimeout(() => {
          if (this.#heard.account === null) this.#joinByItself();
        }, JOIN_AGAIN_MS);
      })
      .finally(() => (this.#joining = false));
  }
}

function isMember(account: Heard["account"]): account is Account {
  if (account === undefined || account === null || account === "denied") return false;
  return !account.suspended && account.agents.length > 0;
}

function stateOf(heard: Heard): MemberState {
  const { account, personal, models, providers, settings, preferences } = heard;
  if (account === "denied" || account?.suspended) return { ...NO_MEMBER, status: "suspended" };
  if (account === null && heard.joinError !== null) {
    return { ...NO_MEMBER, status: "error", error: heard.joinError };
  }
  if (!account) return NO_MEMBER;
  const own = new Set(personal?.map(({ id }) => id));
  // As on the server: of two with one id, the member's own is the one that answers.
  const shared = account.agents.filter((id) => !own.has(id));
  const agents = [...shared.flatMap((id) => heard.agents.get(id) ?? []), ...(personal ?? [])];
  const known = {
    agents: agents.filter((agent) => agent.enabled),
    personal: personal ?? [],
    models: models ?? [],
    providers: providers ?? {},
    settings: settings ?? NO_MEMBER.settings,
    preferences: preferences ?? {},
    error: null,
  };
  if (account.agents.length === 0) return { ...known, status: "waiting" };
  return { ...known, status: heard.complete ? "ready" : "loading" };
}

function isComplete({ account, agents, ...heard }: Heard): boolean {
  const { personal, models, providers, settings, preferences } = heard;
  if (!isMember(account) || !account.agents.every((id) => agents.has(id))) return false;
  return Boolean(personal && models && providers && settings && preferences);
}
