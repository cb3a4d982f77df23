import type { ComponentProps, ReactNode } from "react";
import { words } from "@/words";
import { PageHead } from "../agents/page-head";
import { cn } from "../cn";
import { FullContent } from "../ui/dialog";
import { toast } from "../ui/toast";

type PageProps = { title: string; action?: ReactNode; children: ReactNode };

/** A page over the room, as wide as one reads. */
export function Page({ title, action, children }: PageProps) {
  return (
    <FullContent aria-describedby={undefined} data-slot="page">
      <PageHead title={title}>{action}</PageHead>
      <div className="overflow-y-auto overscroll-contain" tabIndex={-1}>
        <div className="px-safe pb-safe mx-auto grid max-w-[42rem] grid-cols-1 gap-7 py-5">
          {children}
        </div>
      </div>
    </FullContent>
  );
}

type SectionProps = ComponentProps<"section"> & { heading: string };

/** A part of a page under its heading. */
export function Section({ heading, className, children, ...props }: SectionProps) {
  return (
    <section
      data-slot="section"
      aria-label={heading}
      {...props}
      className={cn("grid grid-cols-1 gap-2.5", className)}
    >
      <h2 className="text-sm font-semibold text-soft">{heading}</h2>
      {children}
    </section>
  );
}

/** A frame around what belongs together. */
export function Card({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="card"
      {...props}
      className={cn(
        "grid grid-cols-1 gap-3 rounded-lg border border-line bg-raised p-4",
        className,
      )}
    />
  );
}

/** Tells the person why something did not work. */
export function sayWhy(error: unknown): void {
  toast(error instanceof Error ? error.message : words.common.failed);
}
