"use client";

import { useHearth, useReadable } from "@/hooks/hearth-provider";
import type { Receipt } from "@/lib/community";
import { formatCount } from "../format";
import { NoticePage } from "../notice-page";
import { Button } from "../ui/button";

/** One document of each kind, and several. */
const KINDS: Record<string, readonly [string, string]> = {
  threads: ["thread", "threads"],
  messages: ["message", "messages"],
  images: ["picture", "pictures"],
  notes: ["note", "notes"],
  agents: ["agent of your own", "agents of your own"],
  preferences: ["set of preferences", "sets of preferences"],
  usage: ["month of usage", "months of usage"],
  requests: ["wish for more", "wishes for more"],
  shares: ["shared link", "shared links"],
  tokens: ["token", "tokens"],
  users: ["account", "accounts"],
  "sign-ins": ["way to sign in", "ways to sign in"],
};

/** In place of the room while an account is erased, and after it. */
export function Leaving() {
  const { leaving, deleteAccount, finishLeaving } = useHearth();
  const state = useReadable(leaving);
  const finish = () => void finishLeaving();
  switch (state.status) {
    case "none":
      return null;
    case "erasing":
      return (
        <NoticePage heading="Erasing everything…" actions={null}>
          <p role="status">What still runs is ended first. This takes a few seconds.</p>
        </NoticePage>
      );
    case "failed":
      return (
        <NoticePage
          heading="Not everything is erased yet"
          actions={
            <>
              <Button variant="ember" onClick={() => void deleteAccount()}>
                Try again
              </Button>
              <Button onClick={finish}>Back</Button>
            </>
          }
        >
          <p role="alert">{state.error}</p>
        </NoticePage>
      );
    case "gone":
      return (
        <NoticePage
          heading="Your account is deleted"
          actions={
            <Button variant="ember" onClick={finish}>
              Goodbye
            </Button>
          }
        >
          <ReceiptList receipt={state.receipt} />
        </NoticePage>
      );
    default:
      return state satisfies never;
  }
}

function ReceiptList({ receipt }: { receipt: Receipt }) {
  return (
    <>
      <p role="status">
        {receipt.left === 0
          ? "Everything is gone. A second look has found nothing left."
          : `${receipt.left} documents are still there. Ask the owner to remove them.`}
      </p>
      <ul aria-label="What was erased" className="grid gap-1 text-sm">
        {receipt.deleted.map(([kind, count]) => (
          <li key={kind}>
            {formatCount(count)} {KINDS[kind]?.[count === 1 ? 0 : 1] ?? kind}
          </li>
        ))}
      </ul>
    </>
  );
}
