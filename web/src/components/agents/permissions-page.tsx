"use client";

import { Globe, type LucideIcon, Plug, Search } from "lucide-react";
import { usePermissions } from "@/hooks/use-permissions";
import type { Permission } from "@/lib/permissions";
import { visible } from "@/lib/visible";
import { pages } from "@/words/pages";
import { Page, sayWhy, Section } from "../community/page";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { openThread } from "../use-place";
import { openShelf } from "./open-shelf";
import { toolName } from "./tool-names";

/** What is allowed, as a person would say it. */
function deed({ tool, subject }: Permission): { Icon: LucideIcon; said: string } {
  switch (tool) {
    case "web_page":
      return { Icon: Globe, said: pages.permissions.read(subject) };
    case "web_search":
      return { Icon: Search, said: pages.permissions.search };
    default:
      return { Icon: Plug, said: pages.permissions.use(toolName(tool), subject) };
  }
}

/** What the member has allowed tools to do unasked, and the way to take it back. */
export function PermissionsPage() {
  const { status, permissions, forget } = usePermissions();
  const everywhere = permissions.filter(({ thread }) => thread === null);
  const inThreads = permissions.filter(({ thread }) => thread !== null);
  return (
    <Page title={pages.permissions.title}>
      <p className="text-soft">{pages.permissions.what}</p>
      {status === "error" && <p role="alert">{pages.permissions.failed}</p>}
      {status === "ready" && permissions.length === 0 && (
        <p className="text-soft">{pages.permissions.none}</p>
      )}
      {everywhere.length > 0 && (
        <PermissionList
          heading={pages.permissions.everywhere}
          permissions={everywhere}
          forget={forget}
        />
      )}
      {inThreads.length > 0 && (
        <PermissionList
          heading={pages.permissions.inThread}
          permissions={inThreads}
          forget={forget}
        />
      )}
    </Page>
  );
}

type PermissionListProps = {
  heading: string;
  permissions: readonly Permission[];
  forget: (permission: Permission) => Promise<void>;
};

function PermissionList({ heading, permissions, forget }: PermissionListProps) {
  return (
    <Section heading={heading}>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
        {permissions.map((permission) => (
          <li key={`${permission.thread?.id ?? ""} ${permission.key}`}>
            <PermissionRow permission={permission} forget={forget} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type PermissionRowProps = Pick<PermissionListProps, "forget"> & { permission: Permission };

function PermissionRow({ permission, forget }: PermissionRowProps) {
  const { thread } = permission;
  const { Icon, said } = deed(permission);
  return (
    <div
      role="group"
      aria-label={visible(said)}
      data-slot="permission"
      className="flex min-h-14 items-center gap-3 py-2 ps-4 pe-2"
    >
      <Icon aria-hidden className="size-5 shrink-0 text-soft" />
      <div className="min-w-0 grow">
        <p className="font-medium wrap-anywhere">{visible(said)}</p>
        {thread !== null && (
          <Button
            variant="link"
            size="inline"
            className="max-w-full py-1 text-sm"
            onClick={() => {
              openShelf(null);
              openThread(thread.id);
            }}
          >
            <span dir="auto" className="truncate">
              {thread.title}
            </span>
          </Button>
        )}
      </div>
      <Button
        size="sm"
        className="coarse:h-11 shrink-0"
        aria-label={pages.permissions.forgetOne(visible(said))}
        onClick={() => {
          forget(permission).catch(sayWhy);
          toast(pages.permissions.forgotten);
        }}
      >
        {pages.permissions.forget}
      </Button>
    </div>
  );
}
