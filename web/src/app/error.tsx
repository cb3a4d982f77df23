"use client";

import { NoticePage } from "@/components/notice-page";
import { Button } from "@/components/ui/button";

/** Part of the page could not be drawn: most often a newer version has taken its files away. */
export default function Failed() {
  return (
    <NoticePage
      heading="Something is in the way"
      actions={
        <Button variant="ember" onClick={() => location.reload()}>
          Open Hearth again
        </Button>
      }
    >
      <p>
        A part of this page could not be loaded. Perhaps a newer version of Hearth has just come
        out, or the connection broke. What you wrote is kept.
      </p>
    </NoticePage>
  );
}
