import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "@/words";
import { Button } from "../ui/button";
import { DialogClose, DialogTitle } from "../ui/dialog";

type PageHeadProps = { title: string; children?: ReactNode };

/** The head of a page over the room: the way back, what it is, and what can be done here. */
export function PageHead({ title, children }: PageHeadProps) {
  return (
    <header
      data-slot="page-head"
      className="px-safe flex h-14 items-center gap-1 border-b border-line"
    >
      <DialogClose asChild>
        <Button variant="quiet" size="icon" className="-ms-2" aria-label={words.common.back}>
          <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
        </Button>
      </DialogClose>
      <DialogTitle className="min-w-0 grow truncate">{title}</DialogTitle>
      {children}
    </header>
  );
}
