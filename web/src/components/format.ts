/** Numbers, times and prices as a person reads them, in the language of their device. */
import type { Model } from "@/lib/types";

const count = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });

export function formatCount(value: number): string {
  return count.format(value);
}

/** 128000 as "128K", 1000000 as "1M". */
export function formatTokens(tokens: number): string {
  if (tokens >= 1_000_000) return `${count.format(Math.round(tokens / 100_000) / 10)}M`;
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}K` : String(tokens);
}

/** A cost in USD with as many digits as it takes to be more than nothing. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0001) return "under $0.0001";
  return `$${usd.toFixed(usd < 0.01 ? 4 : usd < 1 ? 3 : 2)}`;
}

/** A price per million tokens: "$3 in, $15 out". */
export function formatPrice(price: NonNullable<Model["price"]>): string {
  if (price.input === 0 && price.output === 0) return "free";
  return `$${count.format(price.input)} in, $${count.format(price.output)} out`;
}

export function formatMoment(at: number): string {
  return moment.format(at);
}

/** The clock for today, the date for any other day. */
export function formatWhen(at: number, now = Date.now()): string {
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? clock.format(at)
    : day.format(at);
}

const month = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });

/** The group of the thread list in which a thread that changed at `at` stands. */
export function dayGroup(at: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight - at) / 86_400_000);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days <= 7) return "Previous 7 days";
  return month.format(at);
}
