/** A thread as the tests need it: what is not said is empty. */

import type { Thread } from "./types";

export function fakeThread(id: string, said: Partial<Thread> = {}): Thread {
  return {
    id,
    title: id,
    agent: "a",
    model: "p:m",
    temperature: null,
    maxTokens: null,
    effort: null,
    pinned: false,
    archived: false,
    leaf: null,
    seenAt: null,
    createdAt: 0,
    updatedAt: 0,
    ...said,
  };
}
