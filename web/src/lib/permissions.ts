/** What a member has allowed tools to do unasked: everywhere, and in single threads. */

import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import type { Doc } from "./decode";
import { NO_PERMISSIONS } from "./nothing";
import type { Store } from "./store";

/** `key` is what is stored: the tool or the service, a space, and what of it is allowed. */
export type Permission = {
  key: string;
  tool: string;
  subject: string;
  /** Where it holds; `null` for everywhere. */
  thread: { id: string; title: string } | null;
};

export type AllowingThread = { id: string; title: string; allowed: string[] };

export type PermissionsState = {
  status: "loading" | "ready" | "error";
  permissions: Permission[];
};

export type PermissionsDeps = {
  uid: string;
  store: Pick<Store, "watchAllowed" | "watchAllowingThreads" | "takeBack">;
  admitted: Readable<boolean>;
};

export function decodeAllowed({ fields }: Doc): string[] {
  const { allowed } = fields;
  return Array.isArray(allowed) ? allowed.filter((key) => typeof key === "string") : [];
}

export function decodeAllowingThread(doc: Doc): AllowingThread {
  const { title } = doc.fields;
  const named = typeof title === "string" && title !== "" ? title : "Untitled";
  return { id: doc.id, title: named, allowed: decodeAllowed(doc) };
}

/** The permissions of a list, by name. */
export function permissionsOf(
  allowed: readonly string[],
  thread: Permission["thread"] = null,
): Permission[] {
  return [...new Set(allowed)].sort().map((key) => {
    const [tool = "", ...rest] = key.split(" ");
    return { key, tool, subject: rest.join(" "), thread };
  });
}

export class PermissionsStore {
  readonly #state = new Cell(NO_PERMISSIONS);
  readonly #use = new Use(() => during(this.#deps.admitted, () => this.#watch()));
  readonly state = whileUsed(this.#state, this.#use);
  readonly #deps: PermissionsDeps;

  constructor(deps: PermissionsDeps) {
    this.#deps = deps;
  }

  /** From the next call on, the tool asks again. */
  readonly forget = async ({ key, thread }: Permission): Promise<void> => {
    await this.#deps.store.takeBack(this.#deps.uid, key, thread?.id ?? null);
  };

  close(): void {
    this.#use.close();
  }

  #watch(): () => void {
    const { store, uid } = this.#deps;
    let everywhere: string[] | null = null;
    let threads: AllowingThread[] | null = null;
    const show = () => {
      if (everywhere === null || threads === null) return;
      const here = threads.flatMap(({ allowed, ...thread }) => permissionsOf(allowed, thread));
      this.#state.set({ status: "ready", permissions: [...permissionsOf(everywhere), ...here] });
    };
    const fail = () => this.#state.update(({ permissions }) => ({ status: "error", permissions }));
    const stops = [
      store.watchAllowed(uid, {
        next: (found) => {
          everywhere = found ?? [];
          show();
        },
        fail,
      }),
      store.watchAllowingThreads(uid, {
        next: (found) => {
          threads = found;
          show();
        },
        fail,
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#state.set(NO_PERMISSIONS);
    };
  }
}
