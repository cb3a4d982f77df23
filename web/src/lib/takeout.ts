/** All that a member has, read to be taken away. */

import type { Whole } from "./export";
import type { Store } from "./store";
import type { Message, Note, Thread } from "./types";
import { branch } from "./tree";

type ReadStore = Pick<Store, "readThreads" | "readMessages" | "readPictures" | "readNotes">;

export type Takeout = {
  /** One thread with every branch and picture. */
  thread: (thread: Thread) => Promise<Whole>;
  /** Every thread, newest first. */
  all: () => Promise<Whole[]>;
  notes: () => Promise<Note[]>;
};

export function takeoutOf(uid: string, store: ReadStore): Takeout {
  const whole = async (thread: Thread): Promise<Whole> => ({
    thread,
    messages: await store.readMessages(uid, thread.id),
    images: await store.readPictures(uid, thread.id),
  });
  return {
    thread: whole,
    all: async () => {
      const threads = await store.readThreads(uid);
      threads.sort((a, b) => b.updatedAt - a.updatedAt);
      const read: Whole[] = [];
      // One after the other: thousands of reads at once would stop the page.
      for (const thread of threads) read.push(await whole(thread));
      return read;
    },
    notes: () => store.readNotes(uid),
  };
}

/** The branch of a thread that is on screen, as it is read from first to last. */
export function shownBranch({ thread, messages }: Whole): Message[] {
  const nodes = new Map(messages.map((message) => [message.id, message]));
  return branch(nodes, thread.leaf).map(({ message }) => message);
}
