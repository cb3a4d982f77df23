"use client";

import { ArrowUp, Mic, Square } from "lucide-react";
import type { ClipboardEvent, KeyboardEvent, ReactNode, Ref, SubmitEvent } from "react";
import type { Attachment } from "@/lib/attachments";
import { words } from "@/words";
import { AttachButton } from "./attach-button";
import { AttachmentStrip } from "./attachment-strip";
import { Button } from "./ui/button";
import { TextArea } from "./ui/text-area";
import { toast } from "./ui/toast";
import { useDictation } from "./use-dictation";
import { FINE } from "./use-media";

type ComposerProps = {
  value: string;
  onChange: (text: string) => void;
  attached: readonly Attachment[];
  onFiles: (files: readonly File[]) => void;
  onDetach: (id: string) => void;
  onSend: () => void;
  onStop: () => void;
  running: boolean;
  placeholder: string;
  /** Why nothing can be sent now. */
  blocked: string | null;
  /** Stands at the start of the row. */
  tools: ReactNode;
  /** One quiet line under the field. */
  footnote: ReactNode;
  ref?: Ref<HTMLTextAreaElement>;
};

/** Enter sends where there is a keyboard; under a thumb it breaks the line, and the button sends. */
function sends(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return false;
  return event.metaKey || event.ctrlKey || matchMedia(FINE).matches;
}

/** The hearth: where a message is written, and where the light comes from. */
export function Composer({ ref, ...props }: ComposerProps) {
  const { value, onChange, attached, onFiles, onDetach, onSend, onStop, running } = props;
  const { placeholder, blocked, tools, footnote } = props;
  const empty = value.trim() === "" && attached.length === 0;
  const ready = !empty && blocked === null;
  const { available, listening, toggle } = useDictation(
    (text) => onChange(value === "" ? text : `${value.trimEnd()} ${text}`),
    toast,
  );

  const submit = (event: SubmitEvent | KeyboardEvent) => {
    event.preventDefault();
    if (!ready) return;
    if (listening) toggle();
    // A short tick under the thumb, where the device can do that.
    if (!matchMedia(FINE).matches && "vibrate" in navigator) navigator.vibrate(8);
    onSend();
  };

  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (sends(event)) submit(event);
    else if (event.key === "Escape" && running) onStop();
  };

  return (
    <div data-slot="composer" data-state={running ? "running" : "idle"} className="relative">
      <div
        aria-hidden
        data-state={running ? "running" : "idle"}
        className="hearth-glow absolute inset-x-0 bottom-0 h-52"
      />
      <form
        aria-label={words.composer.form}
        onSubmit={submit}
        className="pb-safe relative mx-auto max-w-(--measure) px-3"
      >
        <div className="rounded-xl border border-line bg-raised p-1.5 shadow-lift transition-colors focus-within:border-edge">
          <AttachmentStrip attached={attached} onRemove={onDetach} />
          <TextArea
            ref={ref ?? null}
            value={value}
            placeholder={placeholder}
            aria-label={placeholder}
            aria-describedby="composer-note"
            enterKeyHint="enter"
            autoComplete="off"
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={paste}
            className="max-h-[40dvh] px-2.5 pt-2 pb-1"
          />
          <div className="flex flex-wrap items-center gap-1">
            {tools}
            <AttachButton onFiles={onFiles} />
            <span className="grow" />
            {available && (empty || listening) && !running && (
              <Button
                variant="quiet"
                size="icon"
                className="rounded-full aria-pressed:bg-wash aria-pressed:text-ember-text"
                aria-label={words.composer.dictate}
                aria-pressed={listening}
                onClick={toggle}
              >
                <Mic aria-hidden />
              </Button>
            )}
            {running && (
              <Button
                size="icon"
                className="rounded-full border-edge"
                aria-label={words.composer.stop}
                onClick={onStop}
              >
                <Square aria-hidden className="size-4! fill-current" />
              </Button>
            )}
            {(!running || ready) && (
              <Button
                type="submit"
                variant="ember"
                size="icon"
                className="rounded-full disabled:bg-pressed disabled:text-soft disabled:opacity-100"
                aria-label={words.composer.send}
                disabled={!ready}
              >
                <ArrowUp aria-hidden />
              </Button>
            )}
          </div>
        </div>
        <p
          id="composer-note"
          className="min-h-5 px-3 pt-1.5 text-center text-xs text-balance text-soft"
        >
          {blocked ?? footnote}
        </p>
      </form>
    </div>
  );
}
