/** Numbers, times and prices as a person reads them, in the language that is spoken. */
import type { Model } from "@/lib/types";
import { words } from "@/words";
import { locale } from "@/words/language";

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Making one takes as long as a hundred uses of it, so each is kept. */
function number(name: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${locale()} ${name}`;
  const made = numbers.get(key) ?? new Intl.NumberFormat(locale(), options);
  numbers.set(key, made);
  return made;
}

function date(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${name}`;
  const made = dates.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  dates.set(key, made);
  return made;
}

export function formatCount(value: number): string {
  return number("count").format(value);
}

/** 128000 as "128K", 1000000 as "1M". */
export function formatTokens(tokens: number): string {
  const digits = tokens >= 1_000_000 ? 1 : 0;
  return number(`tokens ${digits}`, {
    notation: "compact",
    maximumFractionDigits: digits,
  }).format(tokens);
}

function usdWith(digits: number): Intl.NumberFormat {
  return number(`usd ${digits}`, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A cost in USD with as many digits as it takes to be more than nothing. */
export function formatUsd(usd: number): string {
  if (usd === 0) return usdWith(0).format(0);
  if (usd < 0.0001) return words.format.almostNothing(usdWith(4).format(0.0001));
  return usdWith(usd < 0.01 ? 4 : usd < 1 ? 3 : 2).format(usd);
}

/** A price per million tokens: "$3 in, $15 out". */
export function formatPrice(price: NonNullable<Model["price"]>): string {
  if (price.input === 0 && price.output === 0) return words.format.free;
  const usd = number("price", {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 0,
    maximumFractionDigits: 3,
  });
  return words.format.price(usd.format(price.input), usd.format(price.output));
}

export function formatMoment(at: number): string {
  return date("moment", { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** "Wed 25" */
export function formatDay(at: number): string {
  return date("day", { weekday: "short", day: "numeric" }).format(at);
}

/** "November 2026" */
export function formatMonth(at: number): string {
  return date("month", { month: "long", year: "numeric" }).format(at);
}

/** The clock for today, the date for any other day. */
export function formatWhen(at: number, now = Date.now()): string {
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? date("clock", { hour: "numeric", minute: "2-digit" }).format(at)
    : date("short", { month: "short", day: "numeric" }).format(at);
}

/** The group of the thread list in which a thread that changed at `at` stands. */
export function dayGroup(at: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight - at) / 86_400_000);
  if (days <= 0) return words.format.today;
  if (days === 1) return words.format.yesterday;
  if (days <= 7) return words.format.previousWeek;
  return formatMonth(at);
}
