import { words } from "@/words";
import { Skeleton } from "./ui/skeleton";

export function ThreadSkeleton() {
  return (
    <div role="status" aria-label={words.thread.loading} className="min-h-0 grow overflow-hidden">
      <div className="mx-auto grid max-w-(--measure) gap-6 px-4 pt-4">
        <Skeleton className="h-11 w-2/5 justify-self-end rounded-xl" />
        <div className="grid gap-2.5">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-11/12" />
          <Skeleton className="h-4 w-3/5" />
        </div>
        <Skeleton className="h-11 w-1/2 justify-self-end rounded-xl" />
      </div>
    </div>
  );
}
