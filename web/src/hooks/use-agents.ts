import { useWorkspace } from "./hearth-provider";
import type { Agents } from "./types";

const ignore = () => {};

/** How a member makes agents of their own. Which there are, `useMember` tells. */
export function useAgents(): Agents {
  const agents = useWorkspace()?.agents;
  return { save: agents?.save ?? ignore };
}
