/** The Firebase app and its authentication, made at the first use. */

import { type FirebaseApp, initializeApp } from "@firebase/app";
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
} from "@firebase/auth";
import { config } from "./config";

let app: FirebaseApp | null = null;
let auth: Auth | null = null;

export function firebaseApp(): FirebaseApp {
  app ??= initializeApp(config().firebase);
  return app;
}

/** Without a popup resolver: who signs in with Google brings it along. */
export function firebaseAuth(): Auth {
  if (auth !== null) return auth;
  auth = initializeAuth(firebaseApp(), {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  const { emulators } = config();
  if (emulators) connectAuthEmulator(auth, emulators.auth, { disableWarnings: true });
  return auth;
}
