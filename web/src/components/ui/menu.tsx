"use client";

import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../cn";
import { useLandmark } from "./landmark";

export const MenuTrigger = DropdownMenu.Trigger;
export const MenuGroup = DropdownMenu.Group;
export const MenuRadioGroup = DropdownMenu.RadioGroup;
export const MenuSub = DropdownMenu.Sub;

/** Beside the page, not in its place: the rest stays readable while a menu is open. */
export function Menu(props: ComponentProps<typeof DropdownMenu.Root>) {
  return <DropdownMenu.Root modal={false} {...props} />;
}

const panel =
  "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-[calc(100vw-1rem)] origin-(--radix-dropdown-menu-content-transform-origin) animate-open overflow-y-auto overscroll-contain rounded-lg border border-line bg-raised p-1.5 text-ink shadow-float";
const row =
  "relative flex min-h-11 w-full items-center gap-3 rounded-sm px-2.5 py-2 text-start text-base outline-none select-none data-highlighted:bg-hover fine:min-h-9 fine:py-1.5 fine:text-sm [&_svg]:size-4.5 [&_svg]:shrink-0 [&_svg]:text-soft";

export function MenuContent({ className, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal container={useLandmark()}>
      <DropdownMenu.Content
        data-slot="menu-content"
        sideOffset={6}
        collisionPadding={8}
        {...props}
        className={cn(panel, className)}
      />
    </DropdownMenu.Portal>
  );
}

type ItemProps = ComponentProps<typeof DropdownMenu.Item> & { variant?: "plain" | "danger" };

export function MenuItem({ className, variant = "plain", ...props }: ItemProps) {
  return (
    <DropdownMenu.Item
      data-slot="menu-item"
      data-variant={variant}
      {...props}
      className={cn(
        row,
        "data-disabled:opacity-50",
        variant === "danger" && "text-danger [&_svg]:text-danger",
        className,
      )}
    />
  );
}

type RadioProps = ComponentProps<typeof DropdownMenu.RadioItem> & {
  /** Why it can't be chosen. It stays reachable, so that the reason can be read. */
  unavailable?: string | undefined;
};

export function MenuRadioItem({
  className,
  children,
  unavailable,
  onSelect,
  ...props
}: RadioProps) {
  return (
    <DropdownMenu.RadioItem
      data-slot="menu-radio-item"
      aria-disabled={unavailable ? true : undefined}
      onSelect={(event) => {
        if (unavailable) event.preventDefault();
        else onSelect?.(event);
      }}
      {...props}
      className={cn(row, "pe-9", className)}
    >
      {children}
      <DropdownMenu.ItemIndicator className="absolute end-2.5">
        <Check className="text-ember-text!" aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof DropdownMenu.Label>) {
  return (
    <DropdownMenu.Label
      data-slot="menu-label"
      {...props}
      className={cn("px-2.5 pt-2 pb-1 text-xs font-medium text-soft", className)}
    />
  );
}

export function MenuSeparator({
  className,
  ...props
}: ComponentProps<typeof DropdownMenu.Separator>) {
  return (
    <DropdownMenu.Separator
      data-slot="menu-separator"
      {...props}
      className={cn("mx-1 my-1.5 h-px bg-line", className)}
    />
  );
}

export function MenuSubTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof DropdownMenu.SubTrigger>) {
  return (
    <DropdownMenu.SubTrigger
      data-slot="menu-sub-trigger"
      {...props}
      className={cn(row, "data-[state=open]:bg-hover", className)}
    >
      {children}
      <ChevronRight className="ms-auto rtl:-scale-x-100" aria-hidden />
    </DropdownMenu.SubTrigger>
  );
}

export function MenuSubContent({
  className,
  ...props
}: ComponentProps<typeof DropdownMenu.SubContent>) {
  return (
    <DropdownMenu.Portal container={useLandmark()}>
      <DropdownMenu.SubContent
        data-slot="menu-sub-content"
        sideOffset={4}
        collisionPadding={8}
        {...props}
        className={cn(panel, className)}
      />
    </DropdownMenu.Portal>
  );
}
