import { expect, it } from "vitest";
import { ConfigError, functionUrl, parseConfig } from "./config";

const GOOD = {
  firebase: { apiKey: "k", authDomain: "d", projectId: "p", appId: "a" },
  functions: { base: "http://host/p/region/", overrides: { chat: "http://chat" } },
  emulators: { auth: "http://127.0.0.1:9099", firestore: "127.0.0.1:8080" },
  simulated: true,
};

it("reads a whole configuration", () => {
  expect(parseConfig(GOOD)).toMatchObject({ simulated: true, emulators: GOOD.emulators });
});

it("needs neither emulators nor overrides", () => {
  const { firebase } = GOOD;
  const config = parseConfig({ firebase, functions: { base: "http://host" } });
  expect(config).toMatchObject({ simulated: false, emulators: null });
  expect(functionUrl("chat", config)).toBe("http://host/chat");
});

it("knows of App Check only where there is a key for it", () => {
  expect(parseConfig(GOOD).appCheck).toBeNull();
  expect(parseConfig({ ...GOOD, appCheck: null }).appCheck).toBeNull();
  const appCheck = { siteKey: "6L-key" };
  expect(parseConfig({ ...GOOD, appCheck }).appCheck).toEqual(appCheck);
  expect(() => parseConfig({ ...GOOD, appCheck: {} })).toThrow("appCheck.siteKey");
});

it("finds a function at its own address, else below the base", () => {
  const config = parseConfig(GOOD);
  expect(functionUrl("chat", config)).toBe("http://chat");
  expect(functionUrl("join", config)).toBe("http://host/p/region/join");
});

it.each([
  [undefined, "HEARTH"],
  [{ ...GOOD, firebase: undefined }, "firebase"],
  [{ ...GOOD, firebase: { ...GOOD.firebase, apiKey: "" } }, "firebase.apiKey"],
  [{ ...GOOD, functions: {} }, "functions.base"],
])("names what is missing: %#", (value, name) => {
  const parse = () => parseConfig(value);
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(name);
});
