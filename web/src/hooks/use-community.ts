import type { BudgetState, CommunityStore, SharesState } from "@/lib/community-store";
import { NO_BUDGET, NO_SHARES } from "@/lib/nothing";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const NO_BUDGET_YET = still(NO_BUDGET);
const NO_SHARES_YET = still(NO_SHARES);

/** The member's budget, and whether they own the community. */
export function useBudget(): BudgetState {
  return useReadable(useWorkspace()?.community.budget ?? NO_BUDGET_YET);
}

/** What the member has shared. */
export function useShares(): SharesState {
  return useReadable(useWorkspace()?.community.shares ?? NO_SHARES_YET);
}

/** What can be asked of the community; `null` while nobody is signed in. */
export function useCommunity(): CommunityStore | null {
  return useWorkspace()?.community ?? null;
}
