"use client";

import { useReadable } from "@/hooks/hearth-provider";
import { Dialog } from "../ui/dialog";
import { openShelf, shelf } from "./open-shelf";
import { deferred } from "../deferred";

const AgentStore = deferred(() => import("./agent-store").then((module) => module.AgentStore));
const ImportPage = deferred(() => import("../import-page").then((module) => module.ImportPage));
const LeavePage = deferred(() =>
  import("../community/leave-page").then((module) => module.LeavePage),
);
const OwnerPage = deferred(() =>
  import("../community/owner-page").then((module) => module.OwnerPage),
);
const PermissionsPage = deferred(() =>
  import("./permissions-page").then((module) => module.PermissionsPage),
);
const SharesPage = deferred(() =>
  import("../community/shares-page").then((module) => module.SharesPage),
);
const TokenPage = deferred(() => import("./token-page").then((module) => module.TokenPage));
const UsagePage = deferred(() =>
  import("../community/usage-page").then((module) => module.UsagePage),
);

/** What a person opens over their room: agents, tokens, permissions, and what the community keeps of them. */
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
      <Dialog open={open === "permissions"} onOpenChange={close}>
        {open === "permissions" && <PermissionsPage />}
      </Dialog>
      <Dialog open={open === "usage"} onOpenChange={close}>
        {open === "usage" && <UsagePage />}
      </Dialog>
      <Dialog open={open === "shares"} onOpenChange={close}>
        {open === "shares" && <SharesPage />}
      </Dialog>
      <Dialog open={open === "owner"} onOpenChange={close}>
        {open === "owner" && <OwnerPage />}
      </Dialog>
      <Dialog open={open === "import"} onOpenChange={close}>
        {open === "import" && <ImportPage />}
      </Dialog>
      <Dialog open={open === "leave"} onOpenChange={close}>
        {open === "leave" && <LeavePage />}
      </Dialog>
    </>
  );
}
