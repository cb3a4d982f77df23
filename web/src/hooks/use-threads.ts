import { NO_THREADS } from "@/lib/nothing";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { Threads } from "./types";

const NOTHING = still(NO_THREADS);
const ignore = () => {};

/** The threads of the member: those in the archive, or those that are not. */
export function useThreads(archived = false): Threads {
  const workspace = useWorkspace();
  const list = archived ? workspace?.archive : workspace?.threads;
  const state = useReadable(list?.state ?? NOTHING);
  return {
    ...state,
    prepare: workspace?.prepareThread ?? ignore,
    loadMore: list?.loadMore ?? ignore,
    rename: list?.rename ?? ignore,
    pin: list?.pin ?? ignore,
    archive: list?.archive ?? ignore,
  };
}
