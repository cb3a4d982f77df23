import { NO_PERMISSIONS } from "@/lib/nothing";
import type { Permission, PermissionsState } from "@/lib/permissions";
import { still, useReadable, useWorkspace } from "./hearth-provider";

const NOTHING = still(NO_PERMISSIONS);
const nobody = () => Promise.reject(new Error("Nobody is signed in."));

export type Permissions = PermissionsState & {
  /** From the next call on, the tool asks again. */
  forget: (permission: Permission) => Promise<void>;
};

/** What the member has allowed tools to do unasked. */
export function usePermissions(): Permissions {
  const permissions = useWorkspace()?.permissions;
  return { ...useReadable(permissions?.state ?? NOTHING), forget: permissions?.forget ?? nobody };
}
