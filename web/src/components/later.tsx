"use client";

import dynamic from "next/dynamic";
import { OptionsButton } from "./options-button";
import { ThreadSkeleton } from "./thread-skeleton";
import { deferred } from "./deferred";

/*
 * What a member needs a moment after the composer: each is fetched when it is first drawn, or when
 * the page has nothing else to do. Typing waits for none of it.
 */
const sidebar = () => import("./sidebar").then((module) => module.Sidebar);
const messageList = () => import("./message-list").then((module) => module.MessageList);
const threadMenu = () => import("./thread-menu").then((module) => module.ThreadMenu);
const optionsPanel = () => import("./options-panel").then((module) => module.OptionsPanel);
const prose = () => import("./markdown/prose").then((module) => module.Prose);

export const Sidebar = deferred(sidebar);
export const MessageList = dynamic(messageList, { loading: () => <ThreadSkeleton /> });
export const ThreadMenu = deferred(threadMenu);
export const OptionsPanel = dynamic(optionsPanel, {
  loading: () => <OptionsButton changed={false} disabled />,
});
export const Prose = deferred(prose);

/** Fetches the parts of a thread: one is about to be shown. */
export function fetchThreadParts(): void {
  for (const part of [messageList, prose, threadMenu]) part().catch(() => undefined);
}

/** Fetches all of it when the page is idle, so that it is there at a tap, and offline. */
export function fetchWhenIdle(): () => void {
  const fetchAll = () => {
    fetchThreadParts();
    for (const part of [sidebar, optionsPanel]) part().catch(() => undefined);
  };
  const timer = setTimeout(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(fetchAll, { timeout: 4_000 });
    else fetchAll();
  }, 1_500);
  return () => clearTimeout(timer);
}
