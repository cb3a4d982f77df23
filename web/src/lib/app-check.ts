/**
 * App Check: proof for the functions, Firestore and Auth that a request comes from this page, where
 * the owner has switched that on. The SDK is fetched only there.
 */

import { config } from "./config";

type Prove = () => Promise<string>;

let starting: Promise<Prove | null> | null = null;

/** Resolves once Firebase will send the proof along; at once where none is wanted. */
export async function startAppCheck(): Promise<void> {
  const { appCheck } = config();
  if (appCheck === null) return;
  starting ??= import("./app-check-sdk").then(({ begin }) => begin(appCheck.siteKey));
  await starting.catch(() => {
    // It could not be fetched; the next one who needs it tries again.
    starting = null;
  });
}

/** What a request to a function says of it. Without a proof, the function decides. */
export async function appCheckHeaders(): Promise<Record<string, string>> {
  try {
    const prove = await starting;
    return prove ? { "X-Firebase-AppCheck": await prove() } : {};
  } catch {
    return {};
  }
}
