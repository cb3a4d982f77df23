/** Values of a file that somebody else wrote: anything may be missing, or be of another kind. */

import { isFields } from "../chunks";

export type Fields = Record<string, unknown>;

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Milliseconds of an ISO date, or of seconds since 1970; `otherwise` when it is neither. */
export function momentOf(value: unknown, otherwise: number): number {
  const at = typeof value === "number" ? value * 1000 : Date.parse(textOf(value));
  return Number.isFinite(at) && at > 0 && at < 4e12 ? Math.round(at) : otherwise;
}
