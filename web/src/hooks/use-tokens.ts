import { NO_TOKENS } from "@/lib/nothing";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { Tokens } from "./types";

const NOTHING = still(NO_TOKENS);
const nobody = () => Promise.reject(new Error("Nobody is signed in."));

export function useTokens(): Tokens {
  const tokens = useWorkspace()?.tokens;
  const state = useReadable(tokens?.state ?? NOTHING);
  return { ...state, create: tokens?.create ?? nobody, revoke: tokens?.revoke ?? nobody };
}
