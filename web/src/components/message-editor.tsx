"use client";

import { useState, type KeyboardEvent } from "react";
import { words } from "@/words";
import { Button } from "./ui/button";
import { TextArea } from "./ui/text-area";

type MessageEditorProps = {
  text: string;
  onSave: (text: string) => void;
  onCancel: () => void;
};

/** A message of the person, opened for another wording. */
export function MessageEditor({ text, onSave, onCancel }: MessageEditorProps) {
  const [value, setValue] = useState(text);
  const ready = value.trim() !== "";

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && ready) onSave(value);
  };

  return (
    <form
      data-slot="message-editor"
      aria-label={words.message.edit}
      className="w-full animate-fade rounded-xl bg-wash p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave(value);
      }}
    >
      <TextArea
        aria-label={words.message.yours}
        autoFocus
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.setSelectionRange(value.length, value.length)}
        className="max-h-[50dvh] px-2.5 py-2"
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button variant="quiet" onClick={onCancel}>
          {words.common.cancel}
        </Button>
        <Button type="submit" variant="ember" disabled={!ready}>
          {words.message.send}
        </Button>
      </div>
    </form>
  );
}
