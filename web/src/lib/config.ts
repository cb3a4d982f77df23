/** Which project this page belongs to, read from `/config.js`, which sets `self.HEARTH`. */

import { words } from "@/words";

export type Config = {
  firebase: { apiKey: string; authDomain: string; projectId: string; appId: string };
  functions: { base: string; overrides: Record<string, string> };
  emulators: { auth: string; firestore: string } | null;
  /** App Check's reCAPTCHA, where the owner has switched it on. */
  appCheck: { siteKey: string } | null;
  /** Answers come from a simulator, and the page says so. */
  simulated: boolean;
};

type Fields = Record<string, unknown>;

export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Reads a configuration; throws a `ConfigError` that names what is missing. */
export function parseConfig(value: unknown): Config {
  const root = fields(value, "HEARTH");
  const firebase = fields(root.firebase, "firebase");
  const functions = fields(root.functions, "functions");
  return {
    firebase: {
      apiKey: text(firebase, "firebase", "apiKey"),
      authDomain: text(firebase, "firebase", "authDomain"),
      projectId: text(firebase, "firebase", "projectId"),
      appId: text(firebase, "firebase", "appId"),
    },
    functions: {
      base: text(functions, "functions", "base").replace(/\/+$/, ""),
      overrides: texts(functions.overrides),
    },
    emulators: emulators(root.emulators),
    appCheck: appCheck(root.appCheck),
    simulated: root.simulated === true,
  };
}

let cached: Config | null = null;

/** The configuration of this page. */
export function config(): Config {
  cached ??= parseConfig((globalThis as { HEARTH?: unknown }).HEARTH);
  return cached;
}

/** Where a function answers: its own address, never one behind a rewrite. */
export function functionUrl(name: string, from: Config = config()): string {
  return from.functions.overrides[name] ?? `${from.functions.base}/${name}`;
}

function emulators(value: unknown): Config["emulators"] {
  if (value === undefined || value === null) return null;
  const found = fields(value, "emulators");
  return {
    auth: text(found, "emulators", "auth"),
    firestore: text(found, "emulators", "firestore"),
  };
}

function appCheck(value: unknown): Config["appCheck"] {
  if (value === undefined || value === null) return null;
  return { siteKey: text(fields(value, "appCheck"), "appCheck", "siteKey") };
}

function fields(value: unknown, name: string): Fields {
  if (typeof value === "object" && value !== null) return value as Fields;
  throw new ConfigError(words.errors.notConfigured(name));
}

function text(from: Fields, where: string, name: string): string {
  const value = from[name];
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(words.errors.notConfigured(`${where}.${name}`));
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}
