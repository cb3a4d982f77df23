/** The client as a whole: the session, and the workspace of who is signed in. */

import { Cell, Use, whileUsed } from "./cell";
import { Session } from "./session";
import { Workspace } from "./workspace";

export class Hearth {
  readonly session = new Session();
  readonly #workspace = new Cell<Workspace | null>(null);
  readonly workspace = whileUsed(this.#workspace, new Use(() => this.#watch()));

  /** Leaves the account, and nothing of it on this device but what was never sent. */
  readonly signOut = async (): Promise<void> => {
    const workspace = this.#workspace.get();
    this.#workspace.set(null);
    workspace?.close();
    await this.session.signOut();
    await workspace?.leave();
  };

  #watch(): () => void {
    let ended = false;
    // Asked for at once, so that it is there when the session is.
    const loading = import("./firestore");
    const follow = async () => {
      const uid = this.session.state.get().user?.uid ?? null;
      const before = this.#workspace.get();
      if (before?.uid === uid) return;
      if (before) {
        this.#workspace.set(null);
        await before.leave();
      }
      const store = await loading;
      const wanted = this.session.state.get().user?.uid === uid && this.#workspace.get() === null;
      if (uid === null || ended || !wanted) return;
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
