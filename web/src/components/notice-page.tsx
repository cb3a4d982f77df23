import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Logo } from "./logo";

type NoticePageProps = ComponentProps<"main"> & { heading: string; actions: ReactNode };

/** A page that says one thing: why the person can't go on, and what they can do. */
export function NoticePage({ heading, actions, children, className, ...props }: NoticePageProps) {
  return (
    <main data-slot="notice-page" {...props} className={cn("app-frame overflow-y-auto", className)}>
      <div aria-hidden className="hearth-glow fixed inset-x-0 bottom-0 h-[55%]" />
      <div className="px-safe relative mx-auto flex min-h-full max-w-104 flex-col justify-center gap-4 py-10">
        <Logo className="mb-4 h-9 self-start" />
        <h1 className="text-2xl font-semibold tracking-tight">{heading}</h1>
        <div className="grid gap-3 text-soft">{children}</div>
        <div className="mt-2 grid gap-3">{actions}</div>
      </div>
    </main>
  );
}
