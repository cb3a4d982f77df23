"use client";

import { Button } from "./ui/button";
import { openThread } from "./use-place";

/** The address names a thread that is not there. */
export function NoThread() {
  return (
    <section
      aria-label="Missing thread"
      className="m-auto flex max-w-104 flex-col items-center gap-3 p-6 text-center"
    >
      <h2 className="text-xl font-semibold">This thread is not here</h2>
      <p className="text-soft">It was deleted, or it belongs to another account.</p>
      <Button variant="ember" className="mt-2" onClick={() => openThread(null)}>
        Start a new thread
      </Button>
    </section>
  );
}
