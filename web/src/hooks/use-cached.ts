import { useEffect, useState } from "react";
import type { Said } from "@/lib/firestore";
import type { Thread } from "@/lib/types";
import { useWorkspace } from "./hearth-provider";

export type Cached = { threads: readonly Thread[]; said: readonly Said[] };

const NOTHING: Cached = { threads: [], said: [] };

/** What this device holds of all threads, read once when somebody begins to search. */
export function useCached(wanted: boolean): Cached {
  const workspace = useWorkspace();
  const [cached, setCached] = useState(NOTHING);

  useEffect(() => {
    if (!wanted || !workspace) return;
    let current = true;
    workspace.cached().then(
      (read) => {
        if (current) setCached(read);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [wanted, workspace]);

  return wanted ? cached : NOTHING;
}
