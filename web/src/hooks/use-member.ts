import { NO_MEMBER } from "@/lib/nothing";
import { usable } from "@/lib/usable";
import { still, useReadable, useWorkspace } from "./hearth-provider";
import type { Member } from "./types";

const NOBODY = still(NO_MEMBER);

export function useMember(): Member {
  const member = useWorkspace()?.member;
  const state = useReadable(member?.state ?? NOBODY);
  return {
    ...state,
    setPreferences: member?.setPreferences ?? (() => {}),
    join: member?.join ?? (() => Promise.resolve("waiting" as const)),
    usable: (agent, model) => usable(state, agent, model),
  };
}
