/** The turns that this tab posted: posts them, reads their streams, and shows them as they grow. */

import { words } from "@/words";
import { Cell, type Readable } from "./cell";
import { TurnError } from "./errors";
import { paced } from "./frames";
import { isRunning, type LiveTurn, sending, withChunk, withEnd } from "./live";
import { postTurn } from "./stream";
import type { Message, TurnRequest } from "./types";

/** Ended turns that no document has covered yet are kept for the screen, the newest so many. */
const KEPT = 20;
/** After a stop, the function ends the stream by itself; a stream that does not is given up. */
const STOP_PATIENCE_MS = 3_000;

export type TurnsDeps = {
  idToken: (force?: boolean) => Promise<string>;
  readMessage: (threadId: string, id: string) => Promise<Message | null>;
  stopReply: (threadId: string, id: string) => Promise<void>;
  post?: typeof postTurn;
};

/** The screen hears of a stream this often; between two of these, the text flows by itself. */
const PACE_MS = 80;

type Entry = { turn: LiveTurn; controller: AbortController; stopped: boolean };

export class Turns {
  readonly #live = new Cell<readonly LiveTurn[]>([]);
  /** The turns on screen or about to be, in the order that they were posted. */
  readonly live: Readable<readonly LiveTurn[]> = this.#live;
  readonly #entries = new Map<string, Entry>();
  readonly #deps: TurnsDeps;
  readonly #publish = () => this.#live.set([...this.#entries.values()].map((entry) => entry.turn));
  readonly #publishSoon = paced(this.#publish, PACE_MS);

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
  }

  /** Resolves when the server has accepted the turn; its stream goes on being read. */
  readonly post = async (request: TurnRequest): Promise<void> => {
    const entry: Entry = {
      turn: sending(request, await this.#base(request), Date.now()),
      controller: new AbortController(),
      stopped: false,
    };
    this.#entries.set(request.messageId, entry);
    this.#publish();
    try {
      await this.#accepted(entry, false);
    } catch (error) {
      this.#entries.delete(request.messageId);
      this.#publish();
      throw error;
    }
  };

  /** Whether what the turn answers is being written by a turn of this tab. */
  readonly blocks = ({ parent }: TurnRequest): boolean =>
    [...this.#entries.values()].some(({ turn }) => turn.replyId === parent && isRunning(turn));

  /** Asks the server to end the turn. The answer so far stays. */
  stop(messageId: string): void {
    const entry = this.#entries.get(messageId);
    if (!entry) return;
    entry.stopped = true;
    if (entry.turn.state !== "open" || !isRunning(entry.turn)) return;
    this.#deps.stopReply(entry.turn.request.threadId, entry.turn.replyId).catch(() => undefined);
    setTimeout(() => entry.controller.abort(), STOP_PATIENCE_MS);
  }

  /** Forgets turns that the documents show in full. */
  forget(messageIds: Iterable<string>): void {
    for (const id of messageIds) this.#entries.delete(id);
    this.#publishSoon();
  }

  close(): void {
    for (const { controller } of this.#entries.values()) controller.abort();
    this.#entries.clear();
    this.#publish();
  }

  async #base(request: TurnRequest): Promise<Message | null> {
    if (!("continue" in request)) return null;
    return this.#deps.readMessage(request.threadId, request.continue).catch(() => null);
  }

  /** Reads until the server has said `start`, and leaves the rest to be read in the background. */
  async #accepted(entry: Entry, freshToken: boolean): Promise<void> {
    const { request } = entry.turn;
    const idToken = await this.#deps.idToken(freshToken);
    const { signal } = entry.controller;
    const stream = (this.#deps.post ?? postTurn)(request, { idToken, signal });
    try {
      const first = await stream.next();
      if (!first.done) this.#take(entry, first.value);
      else throw new TurnError("unavailable", words.errors.broken, 503);
    } catch (error) {
      const expired = error instanceof TurnError && error.status === 401 && !freshToken;
      if (expired) return this.#accepted(entry, true);
      throw error;
    }
    if (entry.stopped) this.stop(request.messageId);
    void this.#read(entry, stream);
  }

  async #read(entry: Entry, stream: ReturnType<typeof postTurn>): Promise<void> {
    let step = await stream.next();
    while (!step.done) {
      this.#take(entry, step.value);
      step = await stream.next();
    }
    entry.turn = withEnd(entry.turn, step.value);
    this.#trim();
    this.#publish();
  }

  #take(entry: Entry, chunk: Parameters<typeof withChunk>[1]): void {
    entry.turn = withChunk(entry.turn, chunk);
    if (chunk.type === "start") this.#publish();
    else this.#publishSoon();
  }

  #trim(): void {
    const ended = [...this.#entries].filter(([, { turn }]) => !isRunning(turn));
    for (const [id] of ended.slice(0, -KEPT)) this.#entries.delete(id);
  }
}
