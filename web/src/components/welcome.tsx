"use client";

import type { Agent } from "@/lib/types";
import { words } from "@/words";
import { Button } from "./ui/button";

type WelcomeProps = { agent: Agent | undefined; onStart: (text: string) => void };

/** A thread before its first message: who is there, and how one could begin. */
export function Welcome({ agent, onStart }: WelcomeProps) {
  return (
    <section
      aria-label={words.common.newThread}
      data-slot="welcome"
      className="flex min-h-0 grow flex-col overflow-y-auto"
    >
      <div
        key={agent?.id}
        className="mx-auto my-auto flex w-full max-w-(--measure) animate-rise flex-col items-center gap-2 px-6 py-8 text-center"
      >
        <span aria-hidden className="text-[3.25rem] leading-none">
          {agent?.emoji}
        </span>
        <h2 dir="auto" className="mt-3 text-2xl font-semibold tracking-tight text-balance">
          {agent ? agent.name : words.thread.noAgentTitle}
        </h2>
        <p dir="auto" className="max-w-[34rem] text-balance text-soft">
          {agent ? agent.description : words.thread.noAgent}
        </p>
        {agent && agent.starters.length > 0 && (
          <ul aria-label={words.thread.starters} className="mt-6 grid w-full max-w-[34rem] gap-2">
            {agent.starters.slice(0, 4).map((starter) => (
              <li key={starter} dir="auto">
                <Button
                  className="h-auto min-h-12 w-full justify-start rounded-lg px-4 py-3 text-start font-normal whitespace-normal"
                  onClick={() => onStart(starter)}
                >
                  {starter}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
