/** Signing in and out with Firebase Auth, and its errors as sentences. Loaded when needed. */

import { FirebaseError } from "@firebase/app";
import {
  browserPopupRedirectResolver,
  createUserWithEmailAndPassword,
  GoogleAuthProvider,
  onIdTokenChanged,
  reload,
  sendEmailVerification,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signInWithPopup,
  signOut as leave,
  type User,
} from "@firebase/auth";
import { words } from "@/words";
import { firebaseAuth } from "./firebase";

export type { User } from "@firebase/auth";

/** What Firebase says with a code, as sentences. */
function sentences(): Partial<Record<string, string>> {
  const { door, errors } = words;
  return {
    "auth/email-already-in-use": door.known,
    "auth/invalid-credential": door.wrong,
    "auth/invalid-email": door.notEmail,
    "auth/missing-email": door.needsEmail,
    "auth/missing-password": door.needsPassword,
    "auth/network-request-failed": errors.noNetwork,
    "auth/operation-not-allowed": door.wayOff,
    "auth/popup-blocked": door.windowBlocked,
    "auth/popup-closed-by-user": door.windowClosed,
    "auth/cancelled-popup-request": door.windowClosed,
    "auth/too-many-requests": door.tooMany,
    "auth/user-disabled": door.disabled,
    "auth/user-not-found": door.wrong,
    "auth/weak-password": door.weak,
    "auth/wrong-password": door.wrong,
  };
}

/** Calls `next` with who is signed in, now and whenever that changes. */
export function watchUser(next: (user: User | null) => void): () => void {
  return onIdTokenChanged(firebaseAuth(), next);
}

export function signIn(email: string, password: string): Promise<void> {
  return said(() => signInWithEmailAndPassword(firebaseAuth(), email.trim(), password));
}

export function signUp(email: string, password: string): Promise<void> {
  return said(async () => {
    const auth = firebaseAuth();
    const { user } = await createUserWithEmailAndPassword(auth, email.trim(), password);
    // The account exists even if this mail can't be sent; it can be asked for again.
    await sendEmailVerification(user).catch(() => undefined);
  });
}

export function signInWithGoogle(): Promise<void> {
  return said(() =>
    signInWithPopup(firebaseAuth(), new GoogleAuthProvider(), browserPopupRedirectResolver),
  );
}

/** Says nothing of whether there is such an account: that is its owner's business. */
export function resetPassword(email: string): Promise<void> {
  return said(async () => {
    try {
      await sendPasswordResetEmail(firebaseAuth(), email.trim());
    } catch (error) {
      const unknown = error instanceof FirebaseError && error.code === "auth/user-not-found";
      if (!unknown) throw error;
    }
  });
}

export function verifyEmail(): Promise<void> {
  return said(() => sendEmailVerification(current()));
}

/** Asks the server about the account again: the e-mail may have been verified elsewhere. */
export async function refresh(): Promise<void> {
  await reload(current());
  await current().getIdToken(true);
}

export function signOut(): Promise<void> {
  return said(() => leave(firebaseAuth()));
}

/** A token for the server; `force` makes a new one. */
export function idToken(force: boolean): Promise<string> {
  return current().getIdToken(force);
}

function current(): User {
  const user = firebaseAuth().currentUser;
  if (!user) throw new Error(words.errors.signedOut);
  return user;
}

async function said(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    throw new Error(sentence(error), { cause: error });
  }
}

export function sentence(error: unknown): string {
  if (error instanceof FirebaseError) {
    return sentences()[error.code] ?? words.door.failed;
  }
  return error instanceof Error ? error.message : words.door.failed;
}
