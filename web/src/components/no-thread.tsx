"use client";

import { words } from "@/words";
import { Button } from "./ui/button";
import { openThread } from "./use-place";

/** The address names a thread that is not there. */
export function NoThread() {
  return (
    <section
      aria-label={words.thread.missing}
      className="m-auto flex max-w-104 flex-col items-center gap-3 p-6 text-center"
    >
      <h2 className="text-xl font-semibold">{words.thread.missingTitle}</h2>
      <p className="text-soft">{words.thread.missingWhy}</p>
      <Button variant="ember" className="mt-2" onClick={() => openThread(null)}>
        {words.thread.startNew}
      </Button>
    </section>
  );
}
