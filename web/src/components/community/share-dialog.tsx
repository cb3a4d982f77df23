"use client";

import { useState } from "react";
import { useCommunity } from "@/hooks/use-community";
import { useThread } from "@/hooks/use-thread";
import { inDays } from "@/lib/community";
import { fileOf, saidOf } from "@/lib/file-part";
import type { ShownMessage, Thread } from "@/lib/types";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { SelectField } from "../agents/labelled";
import { Button } from "../ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "../ui/dialog";
import { CopyLink, linkOf } from "./copy-link";
import { sayWhy } from "./page";

const DURATIONS = [7, 30, 365, "endless"] as const;

type ShareDialogProps = { thread: Thread; onClose: () => void };

/** Makes a link to the branch on screen, without what the person leaves out. */
export function ShareDialog({ thread, onClose }: ShareDialogProps) {
  const community = useCommunity();
  const { messages, running } = useThread(thread.id);
  const [omitted, setOmitted] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState<string>("30");
  const [busy, setBusy] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const said = messages.filter(({ outbox }) => outbox === null);
  const leaf = said.at(-1)?.id;
  const nothing = omitted.size >= said.length;

  const turn = (id: string) => {
    const next = new Set(omitted);
    if (!next.delete(id)) next.add(id);
    setOmitted(next);
  };

  const share = () => {
    if (!community || !leaf) return;
    setBusy(true);
    const expiresAt = days === "endless" ? null : inDays(Number(days));
    const here = said.filter(({ id }) => omitted.has(id)).map(({ id }) => id);
    community
      .share(thread.id, leaf, here, expiresAt)
      .then((id) => setLink(linkOf(id)), sayWhy)
      .finally(() => setBusy(false));
  };

  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        aria-describedby={undefined}
        className="max-h-[min(40rem,calc(100dvh-2rem))] grid-cols-1 grid-rows-[auto_1fr_auto]"
      >
        <DialogTitle>{pages.share.title}</DialogTitle>
        {link !== null ? (
          <>
            <div className="grid grid-cols-1 content-start gap-3">
              <p role="status">{pages.share.made}</p>
              <CopyLink link={link} title={thread.title} />
            </div>
            <DialogClose asChild>
              <Button>{pages.share.done}</Button>
            </DialogClose>
          </>
        ) : (
          <>
            <div className="grid min-h-0 grid-cols-1 content-start gap-4 overflow-y-auto overscroll-contain">
              <p className="text-sm text-soft">{pages.share.what}</p>
              <ul className="grid gap-1">
                {said.map((message) => (
                  <li key={message.id}>
                    <Choice
                      message={message}
                      kept={!omitted.has(message.id)}
                      onTurn={() => turn(message.id)}
                    />
                  </li>
                ))}
              </ul>
              <SelectField
                label={pages.share.worksFor}
                value={days}
                onChange={(event) => setDays(event.currentTarget.value)}
              >
                {DURATIONS.map((value) => (
                  <option key={value} value={value}>
                    {pages.share.durations[value]}
                  </option>
                ))}
              </SelectField>
            </div>
            <div className="flex justify-end gap-2">
              <DialogClose asChild>
                <Button variant="quiet">{words.common.cancel}</Button>
              </DialogClose>
              <Button
                variant="ember"
                disabled={busy || running || nothing || !leaf}
                onClick={share}
              >
                {busy ? pages.share.making : pages.share.make}
              </Button>
            </div>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

type ChoiceProps = { message: ShownMessage; kept: boolean; onTurn: () => void };

function Choice({ message, kept, onTurn }: ChoiceProps) {
  const files = message.parts.flatMap((part) => fileOf(part)?.name ?? []);
  const said = saidOf(message.parts).slice(0, 200);
  const told = [...files, said].filter(Boolean).join(" · ") || pages.share.wordless;
  return (
    <label
      data-state={kept ? "kept" : "left-out"}
      className="flex min-h-11 items-start gap-3 rounded-md px-2 py-2 hover:bg-hover data-[state=left-out]:text-soft"
    >
      <input
        type="checkbox"
        checked={kept}
        onChange={onTurn}
        className="mt-1 size-4.5 shrink-0 accent-ember"
      />
      <span className="min-w-0 grow">
        <span className="block text-xs text-soft">
          {message.role === "user" ? words.common.you : pages.share.answer}
        </span>
        <span dir="auto" className="line-clamp-2 text-sm break-words">
          {told}
        </span>
      </span>
    </label>
  );
}
