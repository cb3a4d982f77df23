"use client";

import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "@/hooks/hearth-provider";
import { useMember } from "@/hooks/use-member";
import type { Outcome, Progress } from "@/lib/imports/importer";
import type { Export } from "@/lib/imports/read";
import { defaults } from "@/lib/usable";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { openShelf } from "./agents/open-shelf";
import { Card, Page } from "./community/page";
import { Button } from "./ui/button";

type Step =
  | { at: "choose"; problem: string | null }
  | { at: "reading" }
  | { at: "sure"; found: Export }
  | { at: "running"; progress: Progress }
  | { at: "done"; outcome: Outcome };

/** Brings the threads of a file into the account: Hearth's own export, ChatGPT's, or Claude's. */
export function ImportPage() {
  const workspace = useWorkspace();
  const member = useMember();
  const [step, setStep] = useState<Step>({ at: "choose", problem: null });
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  const fail = (error: unknown) => {
    const problem = error instanceof Error ? error.message : words.common.failed;
    setStep({ at: "choose", problem });
  };

  const choose = async (file: File) => {
    setStep({ at: "reading" });
    try {
      const { readExport } = await import("@/lib/imports/read");
      setStep({ at: "sure", found: await readExport(file, defaults(member, member.preferences)) });
    } catch (error) {
      fail(error);
    }
  };

  const bring = async (found: Export) => {
    if (!workspace) return;
    running.current = new AbortController();
    setStep({ at: "running", progress: { done: 0, of: found.threads.length } });
    try {
      const importer = await workspace.importer();
      const tell = (progress: Progress) => setStep({ at: "running", progress });
      const outcome = await importer.run(found, tell, running.current.signal);
      setStep({ at: "done", outcome });
    } catch (error) {
      fail(error);
    }
  };

  return (
    <Page title={pages.import.title}>
      {step.at === "choose" && (
        <Choose problem={step.problem} onFile={(file) => void choose(file)} />
      )}
      {step.at === "reading" && <p role="status">{pages.import.reading}</p>}
      {step.at === "sure" && <Sure found={step.found} onBring={() => void bring(step.found)} />}
      {step.at === "running" && (
        <Running progress={step.progress} onStop={() => running.current?.abort()} />
      )}
      {step.at === "done" && <Done outcome={step.outcome} />}
    </Page>
  );
}

type ChooseProps = { problem: string | null; onFile: (file: File) => void };

function Choose({ problem, onFile }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="grid gap-3">
        <p>{pages.import.what}</p>
        <p className="text-soft">{pages.import.rules}</p>
      </div>
      {problem !== null && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <Button variant="ember" onClick={() => input.current?.click()}>
        {pages.import.choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.zip,application/json,application/zip"
        tabIndex={-1}
        aria-label={pages.import.file}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}

function Sure({ found, onBring }: { found: Export; onBring: () => void }) {
  const { from, threads, notes } = found;
  const messages = threads.reduce((sum, whole) => sum + whole.messages.length, 0);
  return (
    <>
      <Card role="group" aria-label={pages.import.inFile}>
        <p>{pages.import.found(from, threads.length, messages, notes.length)}</p>
      </Card>
      <Button
        variant="ember"
        disabled={threads.length === 0 && notes.length === 0}
        onClick={onBring}
      >
        {pages.import.import}
      </Button>
    </>
  );
}

function Running({ progress, onStop }: { progress: Progress; onStop: () => void }) {
  const { done, of } = progress;
  return (
    <>
      <div className="grid gap-2">
        <p role="status">{pages.import.progress(done, of)}</p>
        <progress
          aria-label={pages.import.import}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-ember [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-ember"
          value={done}
          max={Math.max(1, of)}
        />
        <p className="text-sm text-soft">{pages.import.stay}</p>
      </div>
      <Button onClick={onStop}>{pages.import.stop}</Button>
    </>
  );
}

function Done({ outcome }: { outcome: Outcome }) {
  const { threads, added, known, notes, refused } = outcome;
  return (
    <>
      <Card role="status">
        <p>
          {pages.import.cameIn(threads, added, notes)}
          {known > 0 && ` ${pages.import.known(known)}`}
        </p>
      </Card>
      {refused.size > 0 && (
        <Card role="group" aria-label={pages.import.leftOut}>
          <p className="font-medium">{pages.import.leftOut}</p>
          <ul className="grid gap-1 text-sm text-soft">
            {[...refused].map(([why, count]) => (
              <li key={why}>{pages.import.left(count, why)}</li>
            ))}
          </ul>
        </Card>
      )}
      <Button onClick={() => openShelf(null)}>{pages.import.done}</Button>
    </>
  );
}
