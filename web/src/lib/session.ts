/** Who is signed in. Authentication is loaded when somebody first listens. */

import { startAppCheck } from "./app-check";
import { Cell, Use, whileUsed } from "./cell";

export type SessionUser = {
  uid: string;
  email: string;
  displayName: string;
  emailVerified: boolean;
};

export type SessionState = {
  status: "loading" | "signed-out" | "signed-in";
  user: SessionUser | null;
};

/** What signs in, once whatever it sends can be proved to come from this page. */
const signInModule = async () => {
  const [module] = await Promise.all([import("./sign-in"), startAppCheck()]);
  return module;
};

export class Session {
  readonly #state = new Cell<SessionState>({ status: "loading", user: null });
  readonly state = whileUsed(this.#state, new Use(() => this.#watch()));

  #watch(): () => void {
    let ended = false;
    let unsubscribe = () => {};
    void signInModule().then(({ watchUser, refresh }) => {
      if (ended) return;
      const unwatch = watchUser((user) => this.#state.set(stateOf(user)));
      const look = () => {
        const unverified = this.#state.get().user?.emailVerified === false;
        if (unverified && document.visibilityState === "visible") refresh().catch(() => undefined);
      };
      document.addEventListener("visibilitychange", look);
      unsubscribe = () => {
        unwatch();
        document.removeEventListener("visibilitychange", look);
      };
    });
    return () => {
      ended = true;
      unsubscribe();
    };
  }

  readonly signIn = async (email: string, password: string) =>
    (await signInModule()).signIn(email, password);

  readonly signUp = async (email: string, password: string) =>
    (await signInModule()).signUp(email, password);

  readonly signInWithGoogle = async () => (await signInModule()).signInWithGoogle();

  readonly resetPassword = async (email: string) => (await signInModule()).resetPassword(email);

  readonly verifyEmail = async () => (await signInModule()).verifyEmail();

  readonly signOut = async () => (await signInModule()).signOut();

  readonly idToken = async (force = false) => (await signInModule()).idToken(force);
}

function stateOf(user: SessionUserLike | null): SessionState {
  if (!user) return { status: "signed-out", user: null };
  const { uid, email, displayName, emailVerified } = user;
  return {
    status: "signed-in",
    user: { uid, email: email ?? "", displayName: displayName ?? "", emailVerified },
  };
}

type SessionUserLike = {
  uid: string;
  email: string | null;
  displayName: string | null;
  emailVerified: boolean;
};
