import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Account } from "./decode";
import type { Listener } from "./firestore";
import { MemberStore } from "./member";
import type { Agent, Model, PersonalAgent } from "./types";

/** Each document's listener by name, to be told what the test says; gone when it has ended. */
class Documents {
  readonly listeners = new Map<string, Listener<never>>();

  watch<T>(name: string) {
    return (listener: Listener<T>) => {
      this.listeners.set(name, listener);
      return () => void this.listeners.delete(name);
    };
  }

  tell(name: string, value: unknown): void {
    this.listeners.get(name)?.next(value as never);
  }

  names(): string[] {
    return [...this.listeners.keys()].sort();
  }
}

const CATALOG = ["account", "models", "personal", "preferences", "providers", "settings"];

let documents: Documents;
let suspended: ReturnType<typeof vi.fn<() => void>>;
let member: MemberStore;
let leave: () => void;

beforeEach(() => {
  vi.stubGlobal("HEARTH", {
    firebase: { apiKey: "k", authDomain: "d", projectId: "p", appId: "a" },
    functions: { base: "http://functions" },
  });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  documents = new Documents();
  suspended = vi.fn<() => void>();
  member = new MemberStore({
    uid: "u",
    idToken: () => Promise.resolve("token"),
    suspended,
    store: {
      watchAccount: (_uid, listener) => documents.watch<Account | null>("account")(listener),
      watchAgent: (id, listener) => documents.watch<Agent | null>(`agents/${id}`)(listener),
      watchPersonalAgents: (_uid, listener) =>
        documents.watch<PersonalAgent[]>("personal")(listener),
      watchModels: documents.watch("models"),
      watchSettings: documents.watch("settings"),
      watchProviders: documents.watch("providers"),
      watchPreferences: (_uid, listener) => documents.watch("preferences")(listener as never),
      savePreferences: () => Promise.resolve(),
    },
  });
  leave = member.state.subscribe(() => undefined);
});

afterEach(() => {
  leave();
  member.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const account = (agents: string[], isSuspended = false): Account => ({
  agents,
  suspended: isSuspended,
});
const agent = (id: string, enabled = true) => ({ id, name: id, enabled }) as Agent;
const state = () => member.state.get();

function tellCatalog(): void {
  documents.tell("personal", []);
  documents.tell("models", [{ id: "openai:a" } as Model]);
  documents.tell("settings", { name: "Home", banner: "" });
  documents.tell("providers", {});
  documents.tell("preferences", null);
}

it("is ready when everything it needs has been heard, and not before", () => {
  documents.tell("account", account(["one", "two"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  expect(state().status).toBe("loading");
  documents.tell("agents/two", agent("two"));
  expect(state()).toMatchObject({ status: "ready", settings: { name: "Home" } });
});

it("stays ready when an agent is given or taken, so that nothing that is open closes", () => {
  const statuses = new Set<string>();
  documents.tell("account", account(["one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  const stop = member.state.subscribe(() => statuses.add(state().status));
  documents.tell("account", account(["one", "two"]));
  expect(state().agents.map(({ id }) => id)).toEqual(["one"]);
  documents.tell("agents/two", agent("two"));
  expect(state().agents.map(({ id }) => id)).toEqual(["one", "two"]);
  documents.tell("account", account(["two"]));
  expect(state().agents.map(({ id }) => id)).toEqual(["two"]);
  stop();
  expect([...statuses]).toEqual(["ready"]);
});

it("shows enabled agents in the owner's order, and skips those that do not exist", () => {
  documents.tell("account", account(["two", "gone", "off", "one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  documents.tell("agents/off", agent("off", false));
  documents.tell("agents/gone", null);
  documents.tell("agents/two", agent("two"));
  expect(state().agents.map(({ id }) => id)).toEqual(["two", "one"]);
});

it("adds the member's own agents, which go before others of the same id", () => {
  documents.tell("account", account(["one", "two"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  documents.tell("agents/two", agent("two"));
  documents.tell("personal", [
    { ...agent("mine"), prompt: "Rhyme." },
    { ...agent("off", false), prompt: "" },
    { ...agent("one"), name: "My one", prompt: "" },
  ]);
  expect(state().agents.map(({ name }) => name)).toEqual(["two", "mine", "My one"]);
  expect(state().personal.map(({ id }) => id)).toEqual(["mine", "off", "one"]);
});

it("goes on without the member's own agents when they can't be read", () => {
  documents.tell("account", account(["one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  documents.listeners.get("personal")?.fail?.("unavailable");
  expect(state()).toMatchObject({ status: "ready", personal: [] });
});

it("listens to an agent only while it is the member's", () => {
  documents.tell("account", account(["one", "two"]));
  documents.tell("account", account(["two"]));
  expect(documents.names()).toEqual([...CATALOG, "agents/two"].sort());
});

it("waits while the account has no agents, and knows the community's name alone", () => {
  documents.tell("account", account(["one"]));
  documents.tell("account", account([]));
  documents.tell("settings", { name: "Home", banner: "" });
  expect(state()).toMatchObject({ status: "waiting", settings: { name: "Home" } });
  expect(documents.names()).toEqual(["account", "settings"]);
});

it("ends every listener but the account's when it is suspended, and says so once", () => {
  documents.tell("account", account(["one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  documents.tell("account", account(["one"], true));
  documents.tell("account", account(["one"], true));
  expect(state()).toMatchObject({ status: "suspended", agents: [], models: [] });
  expect(documents.names()).toEqual(["account"]);
  expect(suspended).toHaveBeenCalledOnce();
});

it("is admitted while the account has an agent and is not suspended", () => {
  const told: boolean[] = [];
  const look = () => told.push(member.admitted.get());
  for (const found of [account([]), account(["one"]), account(["one"], true), null]) {
    documents.tell("account", found);
    look();
  }
  expect(told).toEqual([false, true, false, false]);
});

it("is let in again when the suspension ends", () => {
  documents.tell("account", account(["one"], true));
  documents.tell("account", account(["one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  expect(state().status).toBe("ready");
});

it("takes a denied account for a suspended one", () => {
  documents.listeners.get("account")?.fail?.("permission-denied");
  expect(state().status).toBe("suspended");
});

it("asks to join when there is no account yet", async () => {
  const fetched = vi.fn((_url: string, _init: RequestInit) =>
    Promise.resolve(Response.json({ result: { status: "member" } })),
  );
  vi.stubGlobal("fetch", fetched);
  documents.tell("account", null);
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
  expect(fetched.mock.calls[0]?.[0]).toBe("http://functions/join");
  expect(fetched.mock.calls[0]?.[1].body).toBe('{"data":{}}');
  expect(state().status).toBe("loading");
});

it("says why it can't join, and tries again", async () => {
  vi.useFakeTimers();
  const fetched = vi.fn(() => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("fetch", fetched);
  documents.tell("account", null);
  await vi.advanceTimersByTimeAsync(100);
  expect(state()).toMatchObject({
    status: "error",
    error: "The server can't be reached. Check your connection.",
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fetched).toHaveBeenCalledTimes(2);
});

it("forgets what it knew when it is closed", () => {
  documents.tell("account", account(["one"]));
  tellCatalog();
  documents.tell("agents/one", agent("one"));
  member.close();
  expect(state()).toMatchObject({ status: "loading", agents: [], models: [] });
  expect(documents.names()).toEqual([]);
});
