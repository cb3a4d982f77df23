"use client";

import { NoticePage } from "@/components/notice-page";
import { Button } from "@/components/ui/button";
import { words } from "@/words";

/** Part of the page could not be drawn: most often a newer version has taken its files away. */
export default function Failed() {
  return (
    <NoticePage
      heading={words.notice.failedTitle}
      actions={
        <Button variant="ember" onClick={() => location.reload()}>
          {words.notice.openAgain}
        </Button>
      }
    >
      <p>{words.notice.pageFailed}</p>
    </NoticePage>
  );
}
