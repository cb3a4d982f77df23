"use client";

import { useState } from "react";
import { useCommunity } from "@/hooks/use-community";
import { useThread } from "@/hooks/use-thread";
import { inDays } from "@/lib/community";
import { fileOf, saidOf } from "@/lib/file-part";
import type { ShownMessage, Thread } from "@/lib/types";
import { SelectField } from "../agents/labelled";
import { Button } from "../ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "../ui/dialog";
import { CopyLink, linkOf } from "./copy-link";
import { sayWhy } from "./page";

const DURATIONS = [
  { days: "7", label: "A week" },
  { days: "30", label: "30 days" },
  { days: "365", label: "A year" },
  { days: "", label: "Until I take it back" },
] as const;

type ShareDialogProps = { thread: Thread; onClose: () => void };

/** Makes a link to the branch on screen, without what the person leaves out. */
export function ShareDialog({ thread, onClose }: ShareDialogProps) {
  const community = useCommunity();
  const { messages, running } = useThread(thread.id);
  const [omitted, setOmitted] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState("30");
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
    const expiresAt = days === "" ? null : inDays(Number(days));
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
        <DialogTitle>Share this thread</DialogTitle>
        {link !== null ? (
          <>
            <div className="grid grid-cols-1 content-start gap-3">
              <p role="status">
                Whoever has this link can read these messages, without an account. What you write
                from now on is not in it.
              </p>
              <CopyLink link={link} title={thread.title} />
            </div>
            <DialogClose asChild>
              <Button>Done</Button>
            </DialogClose>
          </>
        ) : (
          <>
            <div className="grid min-h-0 grid-cols-1 content-start gap-4 overflow-y-auto overscroll-contain">
              <p className="text-sm text-soft">
                A link shows these messages as they are now, to whoever has it. Untick what should
                stay between you and the assistant: a gap will show where it was. An answer may
                repeat what you leave out, so look at it too.
              </p>
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
                label="The link works for"
                value={days}
                onChange={(event) => setDays(event.currentTarget.value)}
              >
                {DURATIONS.map(({ days: value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </SelectField>
            </div>
            <div className="flex justify-end gap-2">
              <DialogClose asChild>
                <Button variant="quiet">Cancel</Button>
              </DialogClose>
              <Button
                variant="ember"
                disabled={busy || running || nothing || !leaf}
                onClick={share}
              >
                {busy ? "Making the link…" : "Make a link"}
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
  const words = [...files, said].filter(Boolean).join(" · ") || "(a picture or a tool)";
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
          {message.role === "user" ? "You" : "Answer"}
        </span>
        <span className="line-clamp-2 text-sm break-words">{words}</span>
      </span>
    </label>
  );
}
