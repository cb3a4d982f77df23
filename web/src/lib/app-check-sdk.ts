/** The App Check SDK with reCAPTCHA Enterprise, which watches the page and asks nobody anything. */

import { getToken, initializeAppCheck, ReCaptchaEnterpriseProvider } from "@firebase/app-check";
import { firebaseApp } from "./firebase";

const SCRIPT = "https://www.google.com/recaptcha/enterprise.js?render=explicit";
const LOAD_MS = 8_000;

/** Begins; resolves with how to get a token. */
export async function begin(siteKey: string): Promise<() => Promise<string>> {
  await load();
  const check = initializeAppCheck(firebaseApp(), {
    provider: new ReCaptchaEnterpriseProvider(siteKey),
    isTokenAutoRefreshEnabled: true,
  });
  return async () => (await getToken(check)).token;
}

/** The SDK would wait for ever for a script that is blocked, and all of Firebase with it. */
function load(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      script.remove();
      reject(new Error("reCAPTCHA could not be loaded."));
    };
    const timer = setTimeout(fail, LOAD_MS);
    script.src = SCRIPT;
    script.onload = () => {
      clearTimeout(timer);
      resolve();
    };
    script.onerror = fail;
    document.head.append(script);
  });
}
