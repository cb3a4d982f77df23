import type { ComponentProps } from "react";
import { words } from "@/words";
import { cn } from "./cn";
import { Skeleton } from "./ui/skeleton";

/** The chat before its data: the same frame, with nothing in it yet. */
export function Shell({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="shell"
      role="status"
      aria-label={words.room.loading}
      {...props}
      className={cn("app-frame flex", className)}
    >
      <div className="hidden w-(--sidebar) shrink-0 flex-col gap-3 border-e border-line bg-sunk p-4 min-[56rem]:flex">
        <Skeleton className="h-7 w-28" />
        <Skeleton className="mt-3 h-11 rounded-md" />
        {[70, 88, 54, 76].map((width) => (
          <Skeleton key={width} className="h-5" style={{ width: `${width}%` }} />
        ))}
      </div>
      <div className="pt-safe flex min-w-0 grow flex-col">
        <div className="flex h-14 items-center gap-3 px-4">
          <Skeleton className="h-6 w-28" />
          <Skeleton className="h-6 w-32" />
        </div>
        <div className="pb-safe mx-auto mt-auto w-full max-w-(--measure) px-4">
          <Skeleton className="mb-4 h-14 rounded-xl" />
        </div>
      </div>
    </div>
  );
}
