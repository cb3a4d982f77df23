/** A turn that this tab posted, as its stream tells of it. Pure: chunks in, the next state out. */

import type { Chunk } from "./chunks";
import { isFields } from "./chunks";
import { decodeError, decodeUsage } from "./decode";
import { fold } from "./fold";
import { replyIdOf } from "./ids";
import type { StreamEnd } from "./stream";
import type { ErrorBody, Message, Part, Status, TurnRequest, Usage } from "./types";

export type LiveTurn = {
  request: TurnRequest;
  replyId: string;
  createdAt: number;
  /** For a turn that continues a reply: the reply as it was before. */
  base: Message | null;
  /** "sending" until the server has accepted; "cut" when the stream broke. */
  state: "sending" | "open" | "ended" | "cut";
  parts: Part[];
  /** How the reply ended; "streaming" until the stream has said so. */
  status: Status;
  usage: Usage | null;
  error: ErrorBody | null;
  /** What the server wants the person to know about this turn. */
  notice: string | null;
  /** USD left of the budget, once the server has said so; `null` also for no limit. */
  leftUsd: number | null;
};

export function sending(request: TurnRequest, base: Message | null, now: number): LiveTurn {
  return {
    request,
    replyId: "continue" in request ? request.continue : replyIdOf(request.messageId),
    createdAt: now,
    base,
    state: "sending",
    parts: base?.parts ?? [],
    status: "streaming",
    usage: null,
    error: null,
    notice: null,
    leftUsd: null,
  };
}

export function withChunk(turn: LiveTurn, chunk: Chunk): LiveTurn {
  switch (chunk.type) {
    case "start":
      return { ...turn, state: "open", replyId: chunk.messageId || turn.replyId };
    case "finish":
      return { ...turn, status: "done" };
    case "abort":
      return { ...turn, status: "stopped" };
    case "error":
      return {
        ...turn,
        status: "error",
        error: turn.error ?? { code: "internal", message: chunk.errorText },
      };
    case "data":
      return withData(turn, chunk.name, isFields(chunk.data) ? chunk.data : {});
    default: {
      const parts = fold(turn.parts, chunk);
      return parts === turn.parts ? turn : { ...turn, parts };
    }
  }
}

function withData(turn: LiveTurn, name: string, data: Record<string, unknown>): LiveTurn {
  switch (name) {
    case "usage":
      return { ...turn, usage: decodeUsage(data) };
    case "error":
      return { ...turn, error: decodeError(data) };
    case "notice":
      return { ...turn, notice: typeof data.text === "string" ? data.text : null };
    case "budget":
      return { ...turn, leftUsd: typeof data.leftUsd === "number" ? data.leftUsd : null };
    case "joined":
      // The turn ran already: what follows is the whole reply, from its beginning.
      return { ...turn, parts: [] };
    default:
      return turn;
  }
}

export function withEnd(turn: LiveTurn, end: StreamEnd): LiveTurn {
  const told = end === "whole" && turn.status !== "streaming";
  return { ...turn, state: told ? "ended" : "cut" };
}

/** Whether its reply still grows. The stream may go on for a while after that: a title, the usage. */
export function isRunning(turn: LiveTurn): boolean {
  return (turn.state === "sending" || turn.state === "open") && turn.status === "streaming";
}
