"use client";

import Link from "next/link";
import { NoticePage } from "@/components/notice-page";
import { Button } from "@/components/ui/button";
import { words } from "@/words";
import { Speaker } from "@/words/speaker";

export default function NotFound() {
  return (
    <Speaker>
      <Nothing />
    </Speaker>
  );
}

function Nothing() {
  return (
    <NoticePage
      heading={words.notice.nothingTitle}
      actions={
        <Button asChild variant="ember">
          <Link href="/">{words.notice.toThreads}</Link>
        </Button>
      }
    >
      <p>{words.notice.nothing}</p>
    </NoticePage>
  );
}
