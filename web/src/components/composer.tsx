"use client";

import { ArrowUp, Square } from "lucide-react";
import type { KeyboardEvent, ReactNode, Ref, SubmitEvent } from "react";
import { Button } from "./ui/button";
import { TextArea } from "./ui/text-area";
import { FINE } from "./use-media";

type ComposerProps = {
  value: string;
  onChange: (text: string) => void;
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
  const { value, onChange, onSend, onStop, running, placeholder, blocked, tools, footnote } = props;
  const ready = value.trim() !== "" && blocked === null;

  const submit = (event: SubmitEvent | KeyboardEvent) => {
    event.preventDefault();
    if (ready) onSend();
  };

  return (
    <div data-slot="composer" data-state={running ? "running" : "idle"} className="relative">
      <div
        aria-hidden
        data-state={running ? "running" : "idle"}
        className="hearth-glow absolute inset-x-0 bottom-0 h-52"
      />
      <form
        aria-label="Write a message"
        onSubmit={submit}
        className="pb-safe relative mx-auto max-w-(--measure) px-3"
      >
        <div className="flex items-end gap-1 rounded-xl border border-line bg-raised p-1.5 shadow-lift transition-colors focus-within:border-edge">
          {tools}
          <TextArea
            ref={ref ?? null}
            value={value}
            placeholder={placeholder}
            aria-label={placeholder}
            aria-describedby="composer-note"
            enterKeyHint="enter"
            autoComplete="off"
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (sends(event)) submit(event);
            }}
            className="max-h-[40dvh] self-center px-1.5 py-2.5"
          />
          {running && !ready ? (
            <Button
              size="icon"
              className="rounded-full border-edge"
              aria-label="Stop answering"
              onClick={onStop}
            >
              <Square aria-hidden className="size-4! fill-current" />
            </Button>
          ) : (
            <Button
              type="submit"
              variant="ember"
              size="icon"
              className="rounded-full disabled:bg-pressed disabled:text-soft disabled:opacity-100"
              aria-label="Send message"
              disabled={!ready}
            >
              <ArrowUp aria-hidden />
            </Button>
          )}
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
