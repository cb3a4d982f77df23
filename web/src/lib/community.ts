/** What a community keeps of a member, as the client holds it: usage, budget, shares, the owner's view. */

import { isFields } from "./chunks";
import type { Doc } from "./decode";

export type Amounts = { usd: number; turns: number; inputTokens: number; outputTokens: number };

/** A month of usage; `id` is `yyyy-mm`. The splits are sorted: days by date, the rest by cost. */
export type Month = {
  id: string;
  spentUsd: number;
  reservedUsd: number;
  turns: number;
  byDay: [string, Amounts][];
  byModel: [string, Amounts][];
  byAgent: [string, Amounts][];
};

/** A wish for a budget of `usd` a month. */
export type BudgetRequest = { usd: number; note: string };

/** A thread that was shared. `expiresAt` of `null` is until it is taken back. */
export type Share = {
  id: string;
  threadId: string;
  title: string;
  createdAt: number;
  expiresAt: number | null;
  omitted: number;
  views: number;
};

export type OverviewMember = {
  uid: string;
  email: string;
  displayName: string;
  agents: number;
  limitUsd: number | null;
  spentUsd: number;
  turns: number;
  suspended: boolean;
  owner: boolean;
  request: BudgetRequest | null;
};

export type OverviewInvite = {
  code: string;
  note: string;
  seats: number | null;
  used: number;
  expiresAt: number | null;
  revoked: boolean;
};

export type Overview = {
  project: string;
  members: OverviewMember[];
  invites: OverviewInvite[];
  pool: { spentUsd: number; reservedUsd: number; limitUsd: number | null };
  problems: { where: string; text: string }[];
};

/** How many documents of each kind went with an account, and how many a second look has found. */
export type Receipt = { deleted: [string, number][]; left: number; at: string };

/** The month that a moment falls in, as the server reckons it. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

export function decodeMonth({ id, fields }: Doc): Month {
  return {
    id,
    spentUsd: number(fields.spentUsd) ?? 0,
    reservedUsd: Math.max(0, number(fields.reservedUsd) ?? 0),
    turns: number(fields.turns) ?? 0,
    byDay: split(fields.byDay).sort(([a], [b]) => a.localeCompare(b)),
    byModel: split(fields.byModel).sort(byCost),
    byAgent: split(fields.byAgent).sort(byCost),
  };
}

export function decodeAllowance({ fields }: Doc): { owner: boolean; budgetUsd: number | null } {
  return { owner: fields.owner === true, budgetUsd: number(fields.budgetUsd) };
}

export function decodeMemberBudget({ fields }: Doc): number | null {
  return number(fields.memberBudgetUsd);
}

export function decodeRequest({ fields }: Doc): BudgetRequest | null {
  return requestOf(fields);
}

export function decodeShare({ id, fields }: Doc): Share {
  return {
    id,
    threadId: text(fields.threadId),
    title: text(fields.title) || "A thread",
    createdAt: time(fields.createdAt) ?? 0,
    expiresAt: time(fields.expiresAt),
    omitted: number(fields.omitted) ?? 0,
    views: number(fields.views) ?? 0,
  };
}

export function decodeOverview(fields: Record<string, unknown>): Overview {
  const pool = isFields(fields.pool) ? fields.pool : {};
  return {
    project: text(fields.project),
    members: records(fields.members).map((member) => ({
      uid: text(member.uid),
      email: text(member.email),
      displayName: text(member.displayName),
      agents: number(member.agents) ?? 0,
      limitUsd: number(member.limitUsd),
      spentUsd: number(member.spentUsd) ?? 0,
      turns: number(member.turns) ?? 0,
      suspended: member.suspended === true,
      owner: member.owner === true,
      request: isFields(member.request) ? requestOf(member.request) : null,
    })),
    invites: records(fields.invites).map((invite) => ({
      code: text(invite.code),
      note: text(invite.note),
      seats: number(invite.seats),
      used: number(invite.used) ?? 0,
      expiresAt: number(invite.expiresAt),
      revoked: invite.revoked === true,
    })),
    pool: {
      spentUsd: number(pool.spentUsd) ?? 0,
      reservedUsd: number(pool.reservedUsd) ?? 0,
      limitUsd: number(pool.limitUsd),
    },
    problems: records(fields.problems).map((problem) => ({
      where: text(problem.where),
      text: text(problem.text),
    })),
  };
}

export function decodeReceipt(fields: Record<string, unknown>): Receipt {
  const deleted = isFields(fields.deleted) ? Object.entries(fields.deleted) : [];
  return {
    deleted: deleted.map(([kind, count]) => [kind, number(count) ?? 0]),
    left: number(fields.left) ?? 0,
    at: text(fields.at),
  };
}

/** What can still be spent this month; `null` without a limit. */
export function leftUsd(limitUsd: number | null, month: Month | null): number | null {
  if (limitUsd === null) return null;
  return Math.max(0, limitUsd - (month?.spentUsd ?? 0) - (month?.reservedUsd ?? 0));
}

/** Whether a moment has come; `null` never comes. */
export function isOver(at: number | null): boolean {
  return at !== null && at <= Date.now();
}

/** The moment that comes in so many days. */
export function inDays(days: number): number {
  return Date.now() + days * 86_400_000;
}

/** Where the owner edits a document: its page in the Firebase console. */
export function consoleUrl(project: string, path: string): string {
  const data = path.split("/").map((part) => `~2F${encodeURIComponent(part)}`);
  return `https://console.firebase.google.com/project/${project}/firestore/databases/-default-/data/${data.join("")}`;
}

function requestOf(fields: Record<string, unknown>): BudgetRequest | null {
  const usd = number(fields.usd);
  return usd === null ? null : { usd, note: text(fields.note) };
}

function split(value: unknown): [string, Amounts][] {
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, amounts]) => {
    if (!isFields(amounts)) return [];
    const { usd, turns, inputTokens, outputTokens } = amounts;
    const read: Amounts = {
      usd: number(usd) ?? 0,
      turns: number(turns) ?? 0,
      inputTokens: number(inputTokens) ?? 0,
      outputTokens: number(outputTokens) ?? 0,
    };
    return [[key, read] as [string, Amounts]];
  });
}

function byCost([, a]: [string, Amounts], [, b]: [string, Amounts]): number {
  return b.usd - a.usd || b.turns - a.turns;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function time(value: unknown): number | null {
  const read = isFields(value) ? value.toMillis : undefined;
  return typeof read === "function" ? number(read.call(value)) : null;
}
