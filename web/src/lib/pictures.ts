/**
 * The pictures of messages: stored as documents before the turn that carries them, and shown from
 * memory. One that is still on its way is shown from the outbox.
 */

import { words } from "@/words";
import { NetworkError, TurnError } from "./errors";
import type { Outbox } from "./outbox";
import type { Store } from "./store";
import type { Picture } from "./types";

/** Pictures kept in memory, the newest so many. */
const KEPT = 60;
/** Codes of Firestore that say that the network, or the server for a moment, was in the way. */
const PASSING = new Set(["unavailable", "deadline-exceeded", "aborted", "cancelled", "internal"]);

export type PicturesDeps = {
  uid: string;
  store: Pick<Store, "createPicture" | "readPicture">;
  outbox: () => Pick<Outbox, "items">;
};

export class Pictures {
  readonly #deps: PicturesDeps;
  readonly #urls = new Map<string, Promise<string | null>>();

  constructor(deps: PicturesDeps) {
    this.#deps = deps;
  }

  /** Stores what a turn carries. Rejects as a turn does: with a NetworkError or a TurnError. */
  readonly send = async (threadId: string, pictures: readonly Picture[]): Promise<void> => {
    const { store, uid } = this.#deps;
    try {
      await Promise.all(pictures.map((picture) => store.createPicture(uid, threadId, picture)));
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (typeof code === "string" && PASSING.has(code)) throw new NetworkError();
      throw new TurnError("permission-denied", words.errors.pictureNotStored, 403);
    }
  };

  /** Where a picture can be shown from; `null` when it is not to be had. */
  readonly url = (threadId: string, id: string): Promise<string | null> => {
    const known = this.#urls.get(id);
    const url = known ?? this.#load(threadId, id);
    this.#urls.delete(id);
    this.#urls.set(id, url);
    const [oldest] = this.#urls;
    if (this.#urls.size > KEPT && oldest) {
      this.#urls.delete(oldest[0]);
      void oldest[1].then(release);
    }
    return url;
  };

  close(): void {
    for (const url of this.#urls.values()) void url.then(release);
    this.#urls.clear();
  }

  async #load(threadId: string, id: string): Promise<string | null> {
    const waiting = this.#deps
      .outbox()
      .items.get()
      .flatMap(({ images }) => images ?? [])
      .find((picture) => picture.id === id);
    if (waiting) return objectUrl(waiting);
    try {
      const stored = await this.#deps.store.readPicture(this.#deps.uid, threadId, id);
      return stored && objectUrl(stored);
    } catch {
      // Offline, most likely: the next time somebody asks, it is asked for again.
      this.#urls.delete(id);
      return null;
    }
  }
}

/** A picture that is drawn from memory; its type is one of those that the rules let in. */
export function objectUrl({ data, mediaType }: Omit<Picture, "id">): string {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: mediaType }));
}

function release(url: string | null): void {
  if (url !== null) URL.revokeObjectURL(url);
}
