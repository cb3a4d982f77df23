import type { Kind } from "@/lib/removals";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const NONE = still<ReadonlySet<string>>(new Set());
const ignore = () => {};

/** What is on its way out and not to be shown, and how to send something that way. */
export function useRemovals(): {
  hidden: ReadonlySet<string>;
  /** Deletes it after so many milliseconds; returns how to take that back. */
  remove: (kind: Kind, id: string, inMs: number) => () => void;
} {
  const removals = useWorkspace()?.removals;
  return {
    hidden: useReadable(removals?.hidden ?? NONE),
    remove: removals?.remove ?? (() => ignore),
  };
}
