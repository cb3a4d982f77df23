import { NO_THREADS } from "@/lib/thread-list";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { Threads } from "./types";

const NOTHING = still(NO_THREADS);
const ignore = () => {};

export function useThreads(): Threads {
  const list = useWorkspace()?.threads;
  const state = useReadable(list?.state ?? NOTHING);
  return {
    ...state,
    loadMore: list?.loadMore ?? ignore,
    rename: list?.rename ?? ignore,
    pin: list?.pin ?? ignore,
    archive: list?.archive ?? ignore,
    remove: list?.remove ?? ignore,
  };
}
