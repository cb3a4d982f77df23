"use client";

import { Copy, Ellipsis, Pencil } from "lucide-react";
import { memo, useState } from "react";
import { useOnline } from "@/hooks/use-online";
import { fileOf } from "@/lib/file-part";
import { visible } from "@/lib/visible";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { BranchPager } from "./branch-pager";
import { cn } from "./cn";
import { copyText } from "./copy";
import { FileRow } from "./file-row";
import { formatMoment } from "./format";
import { MessageEditor } from "./message-editor";
import { saidOf } from "./message-text";
import { OutboxNote } from "./outbox-note";
import { PictureRow } from "./picture";
import { SaveToNotes } from "./save-to-notes";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "./ui/menu";

/** Above this many characters a message is folded, so that it does not bury the answer. */
const LONG = 1800;

function Bubble({ message }: { message: ShownMessage }) {
  const text = saidOf(message.parts);
  const [open, setOpen] = useState(false);
  const folded = text.length > LONG && !open;
  if (text === "") return null;
  return (
    <div
      data-slot="bubble"
      className={cn(
        "min-w-0 rounded-xl rounded-ee-sm bg-wash px-4 py-2.5",
        message.outbox && "opacity-70",
      )}
    >
      <p
        dir="auto"
        className={cn("wrap-anywhere whitespace-pre-wrap", folded && "line-clamp-[14]")}
      >
        {visible(text)}
      </p>
      {text.length > LONG && (
        <Button
          variant="link"
          size="inline"
          className="py-2 text-sm"
          onClick={() => setOpen(!open)}
        >
          {open ? words.message.showLess : words.message.showAll}
        </Button>
      )}
    </div>
  );
}

/** Written when the menu opens: nothing that opens a thread waits for it. */
function Moment({ at }: { at: number }) {
  return formatMoment(at);
}

function BubbleMenu({ message, onEdit }: { message: ShownMessage; onEdit: () => void }) {
  const text = saidOf(message.parts);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          size="icon"
          aria-label={words.message.actions}
          className="coarse:opacity-100 self-center opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100"
        >
          <Ellipsis aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => void copyText(text)}>
          <Copy aria-hidden />
          {words.common.copy}
        </MenuItem>
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden />
          {words.common.edit}
        </MenuItem>
        <SaveToNotes message={message} />
        <MenuSeparator />
        <MenuLabel className="pt-1 font-normal">
          <Moment at={message.createdAt} />
        </MenuLabel>
      </MenuContent>
    </Menu>
  );
}

/** What the person said: a bubble on their side. */
export const UserMessage = memo(function UserMessage({ message }: { message: ShownMessage }) {
  const { edit } = useThreadActions();
  const online = useOnline();
  const [editing, setEditing] = useState(false);

  return (
    <article
      aria-label={words.message.yours}
      data-slot="user-message"
      data-message={message.id}
      data-state={message.outbox?.state ?? "sent"}
      className="group flex scroll-mt-4 flex-col items-end gap-1"
    >
      {editing ? (
        <MessageEditor
          text={saidOf(message.parts)}
          onCancel={() => setEditing(false)}
          onSave={(text) => {
            setEditing(false);
            const carried = message.parts.filter(
              (part) => part.type !== "text" || fileOf(part) !== null,
            );
            edit(message.id, [...carried, { type: "text", text: text.trim() }]);
          }}
        />
      ) : (
        <div className="flex max-w-full justify-end gap-0.5 ps-2 min-[40rem]:ps-16">
          <BubbleMenu message={message} onEdit={() => setEditing(true)} />
          <div className="flex min-w-0 flex-col items-end gap-1.5">
            <PictureRow parts={message.parts.filter((part) => part.type === "image")} />
            <FileRow files={message.parts.flatMap((part) => fileOf(part) ?? [])} />
            <Bubble message={message} />
          </div>
        </div>
      )}
      {message.outbox && (
        <OutboxNote
          id={message.id}
          outbox={message.outbox}
          online={online}
          onEdit={() => setEditing(true)}
        />
      )}
      <BranchPager id={message.id} siblings={message.siblings} noun="message" />
    </article>
  );
});
