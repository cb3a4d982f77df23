import { useHearth, useReadable } from "./hearth-provider";
import type { Session } from "./types";

export function useSession(): Session {
  const { session, signOut } = useHearth();
  const { signIn, signUp, signInWithGoogle, resetPassword, verifyEmail } = session;
  const state = useReadable(session.state);
  return { ...state, signIn, signUp, signInWithGoogle, resetPassword, verifyEmail, signOut };
}
