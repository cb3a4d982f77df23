/** All that one signed-in member works with; it ends when they sign out or are suspended. */

import { AgentsStore } from "./agents";
import { forgetAttachments } from "./attachments";
import { Cell } from "./cell";
import { CommunityStore } from "./community-store";
import { forgetDrafts } from "./drafts";
import type { Importer } from "./imports/importer";
import { MemberStore } from "./member";
import { NotesStore } from "./notes";
import { Outbox } from "./outbox";
import { PermissionsStore } from "./permissions";
import { Pictures } from "./pictures";
import { Removals } from "./removals";
import { forgetSeen } from "./seen";
import type { Session } from "./session";
import type { Store } from "./store";
import { type Takeout, takeoutOf } from "./takeout";
import { ThreadList } from "./thread-list";
import { type ThreadDeps, ThreadStore } from "./thread";
import { TokensStore } from "./tokens";
import { Turns } from "./turns";
import type { Picture, TurnRequest } from "./types";
import { forgetUnsavedNotes } from "./unsaved-notes";

/** Threads that were on screen lately are kept ready, so many. */
const KEPT_THREADS = 8;

export class Workspace {
  readonly uid: string;
  readonly member: MemberStore;
  readonly threads: ThreadList;
  readonly archive: ThreadList;
  readonly notes: NotesStore;
  readonly agents: AgentsStore;
  readonly tokens: TokensStore;
  readonly permissions: PermissionsStore;
  readonly community: CommunityStore;
  readonly pictures: Pictures;
  readonly takeout: Takeout;
  readonly removals: Removals;
  /** Loaded when somebody brings a file. */
  readonly importer: () => Promise<Importer>;
  readonly #store: Store;
  readonly #outbox: Outbox;
  readonly #turns: Turns;
  readonly #threadDeps: ThreadDeps;
  readonly #threads = new Map<string | null, ThreadStore>();
  readonly #stops: (() => void)[];

  constructor(uid: string, store: Store, session: Session) {
    this.uid = uid;
    this.#store = store;
    this.#turns = new Turns({
      idToken: session.idToken,
      readMessage: (threadId, id) => store.readMessage(uid, threadId, id),
      stopReply: (threadId, id) => store.stopReply(uid, threadId, id),
    });
    const blocked = (request: TurnRequest) =>
      this.member.state.get().status === "suspended" || this.#turns.blocks(request);
    const post = async (request: TurnRequest, images: readonly Picture[]) => {
      if (images.length > 0) await this.pictures.send(request.threadId, images);
      await this.#turns.post(request);
    };
    this.#outbox = new Outbox(uid, post, blocked);
    this.pictures = new Pictures({ uid, store, outbox: () => this.#outbox });
    this.member = new MemberStore({
      uid,
      store,
      idToken: session.idToken,
      suspended: () => this.#turns.close(),
    });
    const deps = { uid, store, outbox: this.#outbox, admitted: this.member.admitted };
    const listed = { ...deps, live: this.#turns.live };
    this.threads = new ThreadList({ ...listed, archived: false });
    this.archive = new ThreadList({ ...listed, archived: true });
    this.takeout = takeoutOf(uid, store);
    this.importer = async () => {
      const { Importer } = await import("./imports/importer");
      return new Importer({ uid, store, idToken: session.idToken });
    };
    this.notes = new NotesStore(uid, store, this.member.admitted);
    this.agents = new AgentsStore(uid, store);
    this.tokens = new TokensStore({
      uid,
      store,
      admitted: this.member.admitted,
      idToken: session.idToken,
    });
    this.permissions = new PermissionsStore({ uid, store, admitted: this.member.admitted });
    this.community = new CommunityStore({
      uid,
      store,
      admitted: this.member.admitted,
      idToken: session.idToken,
    });
    this.removals = new Removals({
      uid,
      admitted: this.member.admitted,
      remove: {
        thread: this.threads.remove,
        note: this.notes.erase,
        agent: (id) => store.deletePersonalAgent(uid, id),
      },
    });
    this.#threadDeps = {
      ...deps,
      turns: this.#turns,
      member: this.member.state,
      choices: new Cell(new Map()),
    };
    this.#stops = [
      // A turn that ends lets the next one of its thread go.
      this.#turns.live.subscribe(this.#outbox.pump),
      // The member is listened to as long as the workspace lives, and may be let in again.
      this.member.state.subscribe(this.#outbox.pump),
    ];
  }

  /** Tells the member's other devices that a thread was on screen as it was then. */
  readonly tellSeen = (threadId: string, updatedAt: number): void => {
    // A thread that the server has not yet, or no more, needs no mark.
    this.#store.markThreadSeen(this.uid, threadId, updatedAt).catch(() => undefined);
  };

  /** What this device can search in, without the network. */
  readonly cached = () => this.#store.readCached();

  /** The store of a thread; the same one for the same id, while it is in use. */
  readonly thread = (id: string | null): ThreadStore => {
    const known = this.#threads.get(id);
    const store = known ?? new ThreadStore(id, this.#threadDeps);
    this.#threads.delete(id);
    this.#threads.set(id, store);
    const [oldest] = this.#threads.keys();
    if (this.#threads.size > KEPT_THREADS && oldest !== undefined) this.#threads.delete(oldest);
    return store;
  };

  /** Begins to fetch a thread that somebody goes to; its screen, when it is drawn, finds it coming. */
  readonly prepareThread = (id: string): void => this.thread(id).state.subscribe(() => undefined)();

  /** Ends everything. The outbox and what is being deleted stay on disk, under this account. */
  close(): void {
    this.removals.close();
    const { threads, archive, notes, tokens, permissions, community } = this;
    const lists = [threads, archive, notes, tokens, permissions, community];
    for (const store of [...lists, ...this.#threads.values()]) store.close();
    this.#threads.clear();
    this.#turns.close();
    this.#outbox.close();
    this.pictures.close();
    for (const stop of this.#stops) stop();
    this.member.close();
  }

  /** Ends everything and drops what this device kept of it, but for what is still to be done. */
  async leave(): Promise<void> {
    this.close();
    forgetDrafts(this.uid);
    forgetAttachments(this.uid);
    forgetSeen(this.uid);
    forgetUnsavedNotes(this.uid);
    await this.#store.forget();
  }
}
