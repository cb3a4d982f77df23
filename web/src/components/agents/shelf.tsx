"use client";

import { useReadable } from "@/hooks/hearth-provider";
import { Dialog } from "../ui/dialog";
import { openShelf, shelf } from "./open-shelf";
import { deferred } from "../deferred";

const AgentStore = deferred(() => import("./agent-store").then((module) => module.AgentStore));
const TokenPage = deferred(() => import("./token-page").then((module) => module.TokenPage));

/** What a person opens over their room: the agents, or the tokens of their other tools. */
export function Shelf() {
  const open = useReadable(shelf);
  const close = () => openShelf(null);
  return (
    <>
      <Dialog open={open === "agents"} onOpenChange={close}>
        {open === "agents" && <AgentStore onClose={close} />}
      </Dialog>
      <Dialog open={open === "tokens"} onOpenChange={close}>
        {open === "tokens" && <TokenPage />}
      </Dialog>
    </>
  );
}
