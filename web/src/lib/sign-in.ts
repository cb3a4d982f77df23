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
import { firebaseAuth } from "./firebase";

export type { User } from "@firebase/auth";

const SENTENCES: Record<string, string> = {
  "auth/email-already-in-use": "There is an account with this e-mail already. Sign in instead.",
  "auth/invalid-credential": "The e-mail or the password is wrong.",
  "auth/invalid-email": "This is not an e-mail address.",
  "auth/missing-email": "Enter your e-mail address.",
  "auth/missing-password": "Enter your password.",
  "auth/network-request-failed": "The server can't be reached. Check your connection.",
  "auth/operation-not-allowed": "This way to sign in is turned off here. Use another one.",
  "auth/popup-blocked": "The browser blocked the window of Google. Allow it and try again.",
  "auth/popup-closed-by-user": "The window of Google was closed before you signed in.",
  "auth/cancelled-popup-request": "The window of Google was closed before you signed in.",
  "auth/too-many-requests": "Too many attempts. Wait a few minutes, or reset your password.",
  "auth/user-disabled": "This account is turned off. Ask the owner.",
  "auth/user-not-found": "The e-mail or the password is wrong.",
  "auth/weak-password": "This password is too weak. Use at least six characters.",
  "auth/wrong-password": "The e-mail or the password is wrong.",
};

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
  if (!user) throw new Error("You are signed out. Sign in again.");
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
    return SENTENCES[error.code] ?? "That didn't work. Try again.";
  }
  return error instanceof Error ? error.message : "That didn't work. Try again.";
}
