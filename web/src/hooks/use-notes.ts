import { NO_NOTES } from "@/lib/nothing";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { Notes } from "./types";

const NOTHING = still(NO_NOTES);
const ignore = () => {};

export function useNotes(): Notes {
  const notes = useWorkspace()?.notes;
  const state = useReadable(notes?.state ?? NOTHING);
  return {
    ...state,
    create: notes?.create ?? (() => ""),
    keep: notes?.keep ?? ignore,
    update: notes?.update ?? ignore,
    remove: notes?.remove ?? ignore,
  };
}
