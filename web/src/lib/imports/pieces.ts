/** Threads cut into what one call of `import_threads` takes. Pure. */

import type { Whole } from "../export";
import type { Message, Thread } from "../types";

/** As functions/importing.py has them. */
const MAX_PIECES = 200;
const MAX_MESSAGES = 400;
/** Well under what the function reads, however much of it is not ASCII. */
const MAX_CHARS = 1_000_000;

export type Piece = { threadId: string; messages: Message[]; thread: Thread | null };

/** The calls to make, in order. A thread's own fields come with its last messages. */
export function callsFor(threads: readonly Whole[]): Piece[][] {
  const calls: Piece[][] = [];
  let call: Piece[] = [];
  let messages = 0;
  let chars = 0;
  const close = () => {
    if (call.length > 0) calls.push(call);
    call = [];
    messages = chars = 0;
  };
  for (const whole of threads) {
    let piece: Piece | null = null;
    for (const [at, message] of whole.messages.entries()) {
      const size = JSON.stringify(message).length;
      const full = messages >= MAX_MESSAGES || (messages > 0 && chars + size > MAX_CHARS);
      if (full || (piece === null && call.length >= MAX_PIECES)) {
        close();
        piece = null;
      }
      if (piece === null) {
        piece = { threadId: whole.thread.id, messages: [], thread: null };
        call.push(piece);
      }
      piece.messages.push(message);
      messages += 1;
      chars += size;
      if (at === whole.messages.length - 1) piece.thread = whole.thread;
    }
  }
  close();
  return calls;
}
