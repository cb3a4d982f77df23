/** What the community keeps of the member: listened to while anybody looks, asked for by functions. */

import { words } from "@/words";
import { call } from "./callable";
import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import {
  type BudgetRequest,
  decodeOverview,
  leftUsd,
  type Month,
  monthOf,
  type Overview,
  type Share,
} from "./community";
import { newId } from "./ids";
import { NO_BUDGET, NO_SHARES } from "./nothing";
import type { Store } from "./store";

export type BudgetState = {
  /** Whether this member may see how the community is doing. */
  owner: boolean;
  /** A month's budget; `null` without a limit, or while it is not known. */
  limitUsd: number | null;
  /** What can still be spent; `null` without a limit, or while it is not known. */
  leftUsd: number | null;
  month: Month | null;
  /** What the member has asked for this month. */
  request: BudgetRequest | null;
};

export type SharesState = { status: "loading" | "ready" | "error"; shares: Share[] };

/** What an invite gave. */
export type Welcome = { note: string; agents: string[]; budgetUsd: number | null };

export type CommunityDeps = {
  uid: string;
  store: Pick<
    Store,
    | "watchAllowance"
    | "watchMemberBudget"
    | "watchMonth"
    | "watchRequest"
    | "watchShares"
    | "readMonths"
    | "askForMore"
  >;
  admitted: Readable<boolean>;
  idToken: () => Promise<string>;
};

type Heard = {
  allowance?: { owner: boolean; budgetUsd: number | null } | null;
  memberBudget?: number | null;
  month?: Month | null;
  request?: BudgetRequest | null;
};

export class CommunityStore {
  readonly #budget = new Cell(NO_BUDGET);
  readonly #budgetUse = new Use(() => during(this.#deps.admitted, () => this.#watchBudget()));
  readonly budget = whileUsed(this.#budget, this.#budgetUse);
  readonly #shares = new Cell(NO_SHARES);
  readonly #sharesUse = new Use(() => during(this.#deps.admitted, () => this.#watchShares()));
  readonly shares = whileUsed(this.#shares, this.#sharesUse);
  readonly #deps: CommunityDeps;

  constructor(deps: CommunityDeps) {
    this.#deps = deps;
  }

  /** Redeems an invite; throws why it can't be. */
  readonly redeem = async (invite: string): Promise<Welcome> => {
    const { invite: carried } = await this.#call("join", { invite });
    const { note, agents, budgetUsd } = (carried ?? {}) as Record<string, unknown>;
    return {
      note: typeof note === "string" ? note : "",
      agents: Array.isArray(agents) ? agents.filter((id) => typeof id === "string") : [],
      budgetUsd: typeof budgetUsd === "number" ? budgetUsd : null,
    };
  };

  /** Shares the branch that ends at `leaf`, without the messages to omit. Resolves to its id. */
  readonly share = async (
    threadId: string,
    leaf: string,
    omit: readonly string[],
    expiresAt: number | null,
  ): Promise<string> => {
    const { shareId } = await this.#call("share", { threadId, leaf, omit, expiresAt });
    if (typeof shareId !== "string") throw new Error(words.errors.noLink);
    return shareId;
  };

  readonly unshare = async (shareId: string): Promise<void> => {
    await this.#call("unshare", { shareId });
  };

  /** Makes a shared thread the member's own. Resolves to the new thread's id. */
  readonly copyShare = async (shareId: string): Promise<string> => {
    const threadId = newId();
    await this.#call("copy_share", { shareId, threadId });
    return threadId;
  };

  /** Every month there is, newest first. */
  readonly months = async (): Promise<Month[]> => {
    const months = await this.#deps.store.readMonths(this.#deps.uid);
    return months.sort((a, b) => b.id.localeCompare(a.id));
  };

  readonly askForMore = async (usd: number, note: string): Promise<void> => {
    await this.#deps.store.askForMore(this.#deps.uid, monthOf(Date.now()), usd, note);
  };

  readonly overview = async (): Promise<Overview> =>
    decodeOverview(await this.#call("overview", {}));

  close(): void {
    this.#budgetUse.close();
    this.#sharesUse.close();
  }

  async #call(name: string, data: Record<string, unknown>) {
    return call(name, data, await this.#deps.idToken());
  }

  #watchBudget(): () => void {
    const { store, uid } = this.#deps;
    let heard: Heard = {};
    const hear = (news: Heard) => {
      heard = { ...heard, ...news };
      this.#budget.set(budgetOf(heard));
    };
    const month = monthOf(Date.now());
    const stops = [
      store.watchAllowance(uid, { next: (allowance) => hear({ allowance }) }),
      store.watchMemberBudget({ next: (found) => hear({ memberBudget: found }) }),
      store.watchMonth(uid, month, { next: (found) => hear({ month: found }) }),
      store.watchRequest(uid, month, { next: (request) => hear({ request }) }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#budget.set(NO_BUDGET);
    };
  }

  #watchShares(): () => void {
    const stop = this.#deps.store.watchShares(this.#deps.uid, {
      next: (shares) => this.#shares.set({ status: "ready", shares }),
      fail: () => this.#shares.update(({ shares }) => ({ status: "error", shares })),
    });
    return () => {
      stop();
      this.#shares.set(NO_SHARES);
    };
  }
}

function budgetOf({ allowance, memberBudget, month, request }: Heard): BudgetState {
  const limitUsd = allowance ? (allowance.budgetUsd ?? memberBudget ?? null) : null;
  return {
    owner: allowance?.owner ?? false,
    limitUsd,
    // Until the month has been heard, nobody knows what of it is spent.
    leftUsd: month === undefined ? null : leftUsd(limitUsd, month),
    month: month ?? null,
    request: request ?? null,
  };
}
