"use client";

import type { Part } from "@/lib/types";
import { Prose } from "./later";
import { Picture } from "./picture";
import { Reasoning } from "./reasoning";
import { Sources } from "./sources";
import { ToolCard } from "./tool-card";
import { useApprovals } from "./use-approvals";

type PartsProps = { id: string; parts: readonly Part[]; streaming: boolean };

/** What an agent answered, part by part; the sources stand together at the end. */
export function Parts({ id, parts, streaming }: PartsProps) {
  const sources = parts.filter((part) => part.type === "source");
  const { said, say } = useApprovals(id, parts);
  return (
    <div data-slot="parts" className="grid gap-3 *:min-w-0">
      {parts.map((part, index) => {
        const last = streaming && index === parts.length - 1;
        switch (part.type) {
          case "text":
            return <Prose key={index} text={part.text} growing={last} prefix={`${id}-${index}`} />;
          case "reasoning":
            return <Reasoning key={index} text={part.text} growing={last} />;
          case "tool":
            return (
              <ToolCard
                key={index}
                part={part}
                messageId={id}
                live={streaming}
                said={said[part.toolCallId]}
                onSay={(decision) => say(part.toolCallId, decision)}
              />
            );
          case "image":
            return <Picture key={index} part={part} />;
          case "source":
            return null;
          default:
            return part satisfies never;
        }
      })}
      <Sources sources={sources} />
    </div>
  );
}
