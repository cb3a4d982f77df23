"use client";

import { deferred } from "./deferred";
import { OptionsButton } from "./options-button";
import { ThreadSkeleton } from "./thread-skeleton";

/*
 * What a member needs a moment after the composer: each is fetched when it is first drawn, or when
 * the page has nothing else to do. Typing waits for none of it.
 */
export const Sidebar = deferred(() => import("./sidebar").then((module) => module.Sidebar));
export const MessageList = deferred(
  () => import("./message-list").then((module) => module.MessageList),
  ThreadSkeleton,
);
export const ThreadMenu = deferred(() =>
  import("./thread-menu").then((module) => module.ThreadMenu),
);
export const OptionsPanel = deferred(
  () => import("./options-panel").then((module) => module.OptionsPanel),
  () => <OptionsButton changed={false} disabled />,
);
export const Prose = deferred(() => import("./markdown/prose").then((module) => module.Prose));

/** Fetches the parts of a thread: one is about to be shown. */
export function fetchThreadParts(): void {
  for (const part of [MessageList, Prose, ThreadMenu]) part.fetch();
}

/** Fetches all of it when the page is idle, so that it is there at a tap, and offline. */
export function fetchWhenIdle(): () => void {
  const fetchAll = () => {
    fetchThreadParts();
    for (const part of [Sidebar, OptionsPanel]) part.fetch();
    void import("./markdown/prose").then(({ warmUp }) => warmUp()).catch(() => undefined);
  };
  const timer = setTimeout(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(fetchAll, { timeout: 4_000 });
    else fetchAll();
  }, 500);
  return () => clearTimeout(timer);
}
