/** The client as a whole: the session, and the workspace of who is signed in. */

import { words } from "@/words";
import { Cell, type Readable, Use, whileUsed } from "./cell";
import type { Receipt } from "./community";
import { Session } from "./session";
import type { Store } from "./store";
import type * as workspaceModule from "./workspace";
import type { Workspace } from "./workspace";

type Loaded = [typeof workspaceModule, Store];

/** How far an account is on its way out. */
export type Leaving =
  | { status: "none" }
  | { status: "erasing" }
  | { status: "failed"; error: string }
  | { status: "gone"; receipt: Receipt };

export class Hearth {
  readonly session = new Session();
  readonly #workspace = new Cell<Workspace | null>(null);
  readonly workspace = whileUsed(this.#workspace, new Use(() => this.#watch()));
  #loading: Promise<Loaded> | null = null;

  /** Fetches what a member needs and a stranger does not: somebody is about to sign in. */
  readonly prepare = (): void => void this.#load();

  /** Leaves the account, and nothing of it on this device but what was never sent. */
  readonly signOut = async (): Promise<void> => {
    const workspace = this.#workspace.get();
    this.#workspace.set(null);
    workspace?.close();
    await this.session.signOut();
    await workspace?.leave();
  };

  #load(): Promise<Loaded> {
    this.#loading ??= Promise.all([import("./workspace"), import("./firestore")]);
    // A chunk that could not be fetched is asked for again at the next turn of the session.
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  readonly #leaving = new Cell<Leaving>({ status: "none" });
  readonly leaving: Readable<Leaving> = this.#leaving;

  /** Erases the account. The rest of the page gives way to what becomes of it. */
  readonly deleteAccount = async (): Promise<void> => {
    this.#leaving.set({ status: "erasing" });
    try {
      const [{ call }, { decodeReceipt }] = await Promise.all([
        import("./callable"),
        import("./community"),
      ]);
      const data = { confirm: "delete everything" };
      const receipt = decodeReceipt(
        await call("delete_account", data, await this.session.idToken()),
      );
      this.#leaving.set({ status: "gone", receipt });
    } catch (reason) {
      const error = reason instanceof Error ? reason.message : words.common.failed;
      this.#leaving.set({ status: "failed", error });
    }
  };

  /** Goes on: out of an account that is gone, or back into one that could not be erased. */
  readonly finishLeaving = async (): Promise<void> => {
    if (this.#leaving.get().status === "gone") await this.signOut();
    this.#leaving.set({ status: "none" });
  };

  #watch(): () => void {
    let ended = false;
    // Where somebody was signed in before, it is there when the session is.
    if (document.documentElement.dataset.session === "in") this.prepare();
    const follow = async () => {
      const uid = this.session.state.get().user?.uid ?? null;
      const before = this.#workspace.get();
      if (before?.uid === uid) return;
      if (before) {
        this.#workspace.set(null);
        await before.leave();
      }
      if (uid === null) return;
      const [{ Workspace }, store] = await this.#load();
      const wanted = this.session.state.get().user?.uid === uid && this.#workspace.get() === null;
      if (ended || !wanted) return;
      this.#workspace.set(new Workspace(uid, store, this.session));
    };
    const stop = this.session.state.subscribe(() => void follow());
    void follow();
    return () => {
      ended = true;
      stop();
      this.#workspace.get()?.close();
      this.#workspace.set(null);
    };
  }
}
