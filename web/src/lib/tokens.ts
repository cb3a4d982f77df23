/** The member's personal tokens: a list of what there is, never of what they are. */

import { words } from "@/words";
import { call } from "./callable";
import { Cell, during, type Readable, Use, whileUsed } from "./cell";
import { NO_TOKENS } from "./nothing";
import type { Store } from "./store";
import type { Token } from "./types";

export type TokensState = { status: "loading" | "ready" | "error"; tokens: Token[] };

export type TokensDeps = {
  uid: string;
  store: Pick<Store, "watchTokens">;
  admitted: Readable<boolean>;
  idToken: () => Promise<string>;
};

export class TokensStore {
  readonly #state = new Cell(NO_TOKENS);
  readonly #use = new Use(() => during(this.#deps.admitted, () => this.#watch()));
  readonly state = whileUsed(this.#state, this.#use);
  readonly #deps: TokensDeps;

  constructor(deps: TokensDeps) {
    this.#deps = deps;
  }

  /** Makes a token and resolves to it. It is kept nowhere. */
  readonly create = async (label: string, days: number | null): Promise<string> => {
    const made = await call("create_token", { label, days }, await this.#deps.idToken());
    if (typeof made.token !== "string") throw new Error(words.errors.noToken);
    return made.token;
  };

  readonly revoke = async (id: string): Promise<void> => {
    await call("revoke_token", { id }, await this.#deps.idToken());
  };

  close(): void {
    this.#use.close();
  }

  #watch(): () => void {
    const stop = this.#deps.store.watchTokens(this.#deps.uid, {
      next: (tokens) => this.#state.set({ status: "ready", tokens }),
      fail: () => this.#state.update(({ tokens }) => ({ status: "error", tokens })),
    });
    return () => {
      stop();
      this.#state.set(NO_TOKENS);
    };
  }
}
