"use client";

import { Braces, FileText, Hash } from "lucide-react";
import { useWorkspace } from "@/hooks/hearth-provider";
import { useMember } from "@/hooks/use-member";
import type { Whole } from "@/lib/export";
import type { Note, Thread } from "@/lib/types";
import { words } from "@/words";
import { MenuItem } from "./ui/menu";
import { dismiss, toast } from "./ui/toast";

const FORMATS = [
  { extension: "md", name: "markdown", Icon: Hash },
  { extension: "txt", name: "text", Icon: FileText },
  { extension: "json", name: "json", Icon: Braces },
] as const;

type Extension = (typeof FORMATS)[number]["extension"];

function useWrite() {
  const { agents, models } = useMember();
  return async (wholes: readonly Whole[], notes: readonly Note[], extension: Extension) => {
    const { toJson, toMarkdown, toText } = await import("@/lib/export");
    const { shownBranch } = await import("@/lib/takeout");
    if (extension === "json") return toJson(wholes, notes);
    const write = (whole: Whole) =>
      extension === "md"
        ? toMarkdown(whole.thread, shownBranch(whole), agents, models)
        : toText(whole.thread, shownBranch(whole), agents);
    return wholes.map(write).join(extension === "md" ? "\n---\n\n" : "\n\n");
  };
}

/** The items of a menu that take a thread away, or everything for `null`. */
export function ExportItems({ thread }: { thread: Thread | null }) {
  const takeout = useWorkspace()?.takeout;
  const write = useWrite();

  const save = async (extension: Extension) => {
    if (!takeout) return;
    const said = toast(thread ? words.export.collectingThread : words.export.collecting);
    try {
      const { download, filenameOf } = await import("@/lib/export");
      const wholes = thread ? [await takeout.thread(thread)] : await takeout.all();
      const notes = thread ? [] : await takeout.notes();
      const text = await write(wholes, notes, extension);
      dismiss(said);
      await download(filenameOf(thread?.title ?? "Hearth", extension), text);
    } catch {
      dismiss(said);
      toast(words.export.failed);
    }
  };

  return FORMATS.map(({ extension, name, Icon }) => (
    <MenuItem key={extension} onSelect={() => void save(extension)}>
      <Icon aria-hidden />
      {words.export[name]}
    </MenuItem>
  ));
}
