"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { useReadable } from "@/hooks/hearth-provider";
import { useMember } from "@/hooks/use-member";
import { useOnline } from "@/hooks/use-online";
import { newerVersion, takeOver } from "@/lib/worker";
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
      {!online && (
        <Banner>
          You are offline. You see what this device remembers; what you send goes out when you are
          back.
        </Banner>
      )}
      {newer && (
        <Banner tone="quiet" className="border-b border-line">
          A newer version of Hearth is ready.
          <Button variant="link" size="inline" className="py-2" onClick={() => takeOver(newer)}>
            Use it now
          </Button>
        </Banner>
      )}
      {banner !== "" && banner !== dismissed && (
        <Banner tone="quiet" className="justify-between border-b border-line text-start">
          <p className="mx-auto py-1">{banner}</p>
          <Button
            variant="quiet"
            size="icon"
            className="-me-2"
            aria-label="Dismiss this notice"
            onClick={() => setDismissed(banner)}
          >
            <X aria-hidden />
          </Button>
        </Banner>
      )}
    </>
  );
}
