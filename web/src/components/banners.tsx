"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { useReadable } from "@/hooks/hearth-provider";
import { useMember } from "@/hooks/use-member";
import { useOnline } from "@/hooks/use-online";
import { newerVersion, takeOver } from "@/lib/worker";
import { words } from "@/words";
import { Banner } from "./ui/banner";
import { Button } from "./ui/button";

/** What holds for the whole room: no connection, a newer version, a word of the owner. */
export function Banners() {
  const online = useOnline();
  const newer = useReadable(newerVersion);
  const { banner } = useMember().settings;
  const [dismissed, setDismissed] = useState("");
  return (
    <>
      {!online && <Banner>{words.notice.offline}</Banner>}
      {newer && (
        <Banner tone="quiet" className="border-b border-line">
          {words.notice.newer}
          <Button variant="link" size="inline" className="py-2" onClick={() => takeOver(newer)}>
            {words.notice.useNewer}
          </Button>
        </Banner>
      )}
      {banner !== "" && banner !== dismissed && (
        <Banner tone="quiet" className="justify-between border-b border-line text-start">
          <p dir="auto" className="mx-auto py-1">
            {banner}
          </p>
          <Button
            variant="quiet"
            size="icon"
            className="-me-2"
            aria-label={words.notice.dismiss}
            onClick={() => setDismissed(banner)}
          >
            <X aria-hidden />
          </Button>
        </Banner>
      )}
    </>
  );
}
