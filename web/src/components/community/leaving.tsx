"use client";

import { useHearth, useReadable } from "@/hooks/hearth-provider";
import type { Receipt } from "@/lib/community";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { formatCount } from "../format";
import { NoticePage } from "../notice-page";
import { Button } from "../ui/button";

/** So many documents of a kind, in words; a kind that is new here by the name of its collection. */
function counted(kind: string, count: number): string {
  const kinds: Partial<Record<string, (count: number) => string>> = pages.leave.kinds;
  return kinds[kind]?.(count) ?? `${formatCount(count)} ${kind}`;
}

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
        <NoticePage heading={pages.leave.erasing} actions={null}>
          <p role="status">{pages.leave.ending}</p>
        </NoticePage>
      );
    case "failed":
      return (
        <NoticePage
          heading={pages.leave.failed}
          actions={
            <>
              <Button variant="ember" onClick={() => void deleteAccount()}>
                {words.common.tryAgain}
              </Button>
              <Button onClick={finish}>{words.common.back}</Button>
            </>
          }
        >
          <p role="alert">{state.error}</p>
        </NoticePage>
      );
    case "gone":
      return (
        <NoticePage
          heading={pages.leave.gone}
          actions={
            <Button variant="ember" onClick={finish}>
              {pages.leave.goodbye}
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
        {receipt.left === 0 ? pages.leave.nothingLeft : pages.leave.left(receipt.left)}
      </p>
      <ul aria-label={pages.leave.erased} className="grid gap-1 text-sm">
        {receipt.deleted.map(([kind, count]) => (
          <li key={kind}>{counted(kind, count)}</li>
        ))}
      </ul>
    </>
  );
}
