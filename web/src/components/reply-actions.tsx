"use client";

import { Check, Copy, Ellipsis, RefreshCw, Shuffle } from "lucide-react";
import { useState } from "react";
import { useMember } from "@/hooks/use-member";
import type { ShownMessage } from "@/lib/types";
import { words } from "@/words";
import { BranchPager } from "./branch-pager";
import { copyText } from "./copy";
import { formatCount, formatMoment, formatUsd } from "./format";
import { textOf } from "./message-text";
import { OtherModels } from "./other-model-menu";
import { SaveToNotes } from "./save-to-notes";
import { useThreadActions } from "./thread-context";
import { Button } from "./ui/button";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuSeparator,
  MenuSub,
  MenuSubContent,
  MenuSubTrigger,
  MenuTrigger,
} from "./ui/menu";

const SMALL = "size-9 coarse:size-11 [&_svg]:size-4.5";

function Details({ message }: { message: ShownMessage }) {
  const { models } = useMember();
  const { usage } = message;
  const model = models.find(({ id }) => id === message.model)?.label ?? message.model;
  return (
    <MenuLabel className="grid gap-0.5 pt-1 font-normal">
      <span>{formatMoment(message.createdAt)}</span>
      <span>{model}</span>
      {usage && (
        <span>
          {words.reply.usage(formatCount(usage.inputTokens), formatCount(usage.outputTokens))} ·{" "}
          {formatUsd(usage.usd)}
        </span>
      )}
    </MenuLabel>
  );
}

function More({ message }: { message: ShownMessage }) {
  const { running } = useThreadActions();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="quiet" size="icon" className={SMALL} aria-label={words.reply.more}>
          <Ellipsis aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuSub>
          <MenuSubTrigger disabled={running}>
            <Shuffle aria-hidden />
            {words.reply.withAnother}
          </MenuSubTrigger>
          <MenuSubContent className="w-72">
            <OtherModels message={message} />
          </MenuSubContent>
        </MenuSub>
        <SaveToNotes message={message} />
        <MenuSeparator />
        <Details message={message} />
      </MenuContent>
    </Menu>
  );
}

/** What can be done with a finished answer. */
export function ReplyActions({ message }: { message: ShownMessage }) {
  const { regenerate, running } = useThreadActions();
  const [copied, setCopied] = useState(false);

  const copy = async () => {
    if (!(await copyText(textOf(message.parts)))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };

  return (
    <div data-slot="reply-actions" className="-ms-2 flex items-center">
      <Button
        variant="quiet"
        size="icon"
        className={SMALL}
        aria-label={copied ? words.common.copied : words.reply.copy}
        onClick={() => void copy()}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </Button>
      <Button
        variant="quiet"
        size="icon"
        className={SMALL}
        aria-label={words.reply.again}
        disabled={running}
        onClick={() => regenerate(message.id)}
      >
        <RefreshCw aria-hidden />
      </Button>
      <More message={message} />
      <BranchPager id={message.id} siblings={message.siblings} noun="answer" />
    </div>
  );
}
