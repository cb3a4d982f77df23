"use client";

import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";

type OutboxNoteProps = {
  id: string;
  outbox: NonNullable<ShownMessage["outbox"]>;
  online: boolean;
  onEdit?: (() => void) | undefined;
};

/** Where a message stands that has not reached the server, and what can be done about it. */
export function OutboxNote({ id, outbox, online, onEdit }: OutboxNoteProps) {
  const { retry, discard, running } = useThreadActions();
  const { state, error } = outbox;
  if (state === "sending") return <p className="text-sm text-soft">{words.message.sending}</p>;
  const why =
    state === "refused"
      ? error
        ? words.errors.told(error.code, error.message)
        : words.message.refused
      : !online
        ? words.message.waitsForNetwork
        : running
          ? words.message.nextInLine
          : words.message.waits;
  return (
    <div
      role={state === "refused" ? "alert" : "status"}
      data-slot="outbox-note"
      data-state={state}
      className="flex flex-wrap items-center justify-end gap-x-1 text-sm text-soft data-[state=refused]:text-danger"
    >
      <p className="py-1 pe-1">{why}</p>
      <div className="flex">
        {(state === "refused" || online) && !running && (
          <Button variant="quiet" size="sm" className="coarse:h-11" onClick={() => retry(id)}>
            {words.common.tryAgain}
          </Button>
        )}
        {onEdit && (
          <Button variant="quiet" size="sm" className="coarse:h-11" onClick={onEdit}>
            {words.common.edit}
          </Button>
        )}
        <Button variant="quiet" size="sm" className="coarse:h-11" onClick={() => discard(id)}>
          {words.message.discard}
        </Button>
      </div>
    </div>
  );
}
