"use client";

import { Braces, Ellipsis, FileText, Hash, Pencil, SquarePen } from "lucide-react";
import { useState } from "react";
import { useMember } from "@/hooks/use-member";
import { useThreads } from "@/hooks/use-threads";
import type { ShownMessage, Thread } from "@/lib/types";
import { RenameDialog } from "./rename-dialog";
import { Button } from "./ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "./ui/menu";
import { toast } from "./ui/toast";
import { openThread } from "./use-thread-param";

type Format = "md" | "txt" | "json";

type ThreadMenuProps = { thread: Thread; messages: ShownMessage[] };

/** What can be done with the whole thread on screen. */
export function ThreadMenu({ thread, messages }: ThreadMenuProps) {
  const { agents, models } = useMember();
  const { rename } = useThreads();
  const [renaming, setRenaming] = useState(false);

  const save = async (format: Format) => {
    try {
      const make = await import("@/lib/export");
      const text =
        format === "md"
          ? make.toMarkdown(thread, messages, agents, models)
          : format === "txt"
            ? make.toText(thread, messages, agents)
            : make.toJson(thread, messages);
      await make.download(make.filenameOf(thread.title, format), text);
    } catch {
      toast("This thread could not be exported. Try again.");
    }
  };

  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="quiet" size="icon" aria-label="Thread menu">
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="w-60">
          <MenuItem onSelect={() => openThread(null)}>
            <SquarePen aria-hidden />
            New thread
          </MenuItem>
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>Export this thread</MenuLabel>
          <MenuItem onSelect={() => void save("md")}>
            <Hash aria-hidden />
            Markdown
          </MenuItem>
          <MenuItem onSelect={() => void save("txt")}>
            <FileText aria-hidden />
            Plain text
          </MenuItem>
          <MenuItem onSelect={() => void save("json")}>
            <Braces aria-hidden />
            JSON
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameDialog
        open={renaming}
        title={thread.title}
        onOpenChange={setRenaming}
        onRename={(title) => rename(thread.id, title)}
      />
    </>
  );
}
