/** The service worker: opens Hearth without a network, and says when a newer version is ready. */

import { Cell, type Readable } from "./cell";

const waiting = new Cell<ServiceWorker | null>(null);

/** A newer version that waits until this page lets it take over; `null` while there is none. */
export const newerVersion: Readable<ServiceWorker | null> = waiting;

let begun = false;

/** Puts the worker behind this page, once. Pages without TLS have none. */
export function startWorker(): void {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (begun || !serviceWorker || process.env.NODE_ENV !== "production") return;
  begun = true;
  const known = serviceWorker.controller !== null;
  serviceWorker
    .register("/sw.js")
    .then((registration) => {
      if (known) watchForNewer(registration);
      keepWhatWasUsed(serviceWorker);
    })
    .catch(() => undefined);
}

/** Lets the newer version take over, and opens this page anew with it. */
export function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  worker.postMessage("take over");
}

function watchForNewer(registration: ServiceWorkerRegistration): void {
  waiting.set(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") waiting.set(installing);
    });
  });
}

/** Files that this page loaded before a worker stood behind it are needed offline as well. */
function keepWhatWasUsed(container: ServiceWorkerContainer): void {
  const tell = async () => {
    const { active } = await container.ready;
    const used = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && isAsset(pathname))
      .map(({ pathname }) => pathname);
    active?.postMessage({ keep: [...new Set(used)] });
  };
  void tell();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void tell();
  });
}

function isAsset(path: string): boolean {
  return path.startsWith("/_next/static/");
}
