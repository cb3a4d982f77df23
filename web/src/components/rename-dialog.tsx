"use client";

import type { SubmitEvent } from "react";
import { words } from "@/words";
import { formText } from "./form-text";
import { Button } from "./ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "./ui/dialog";
import { Field } from "./ui/field";

type RenameDialogProps = {
  open: boolean;
  title: string;
  onOpenChange: (open: boolean) => void;
  onRename: (title: string) => void;
};

export function RenameDialog({ open, title, onOpenChange, onRename }: RenameDialogProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = formText(event.currentTarget, "title").trim();
    if (next !== "" && next !== title) onRename(next);
    onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined} className="top-[30%]">
        <DialogTitle>{words.list.renameTitle}</DialogTitle>
        <form onSubmit={submit} className="grid gap-4">
          <Field
            label={words.list.title}
            name="title"
            defaultValue={title}
            maxLength={200}
            autoComplete="off"
            onFocus={(event) => event.currentTarget.select()}
          />
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button variant="quiet">{words.common.cancel}</Button>
            </DialogClose>
            <Button type="submit" variant="ember">
              {words.common.rename}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
