"use client";

import { useMemo } from "react";
import { handOver } from "@/lib/hand-over";
import { pathOf, pictureOf, qrCode } from "@/lib/qr";
import { words } from "@/words";
import { pages } from "@/words/pages";
import { Button } from "../ui/button";
import { Dialog, DialogClose, DialogContent, DialogTitle } from "../ui/dialog";
import { sayWhy } from "./page";

type InviteCodeProps = { link: string; code: string; onClose: () => void };

/** An invite to hold up to somebody's camera, to print, or to send as a picture. */
export function InviteCode({ link, code, onClose }: InviteCodeProps) {
  const qr = useMemo(() => qrCode(link), [link]);
  const give = async () => {
    const picture = await pictureOf(qr);
    await handOver(new File([picture], `invite-${code}.png`, { type: picture.type }), link);
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent aria-describedby={undefined}>
        <DialogTitle className="break-words">{pages.owner.invite(code)}</DialogTitle>
        <svg
          role="img"
          aria-label={pages.owner.qrOf(link)}
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          shapeRendering="crispEdges"
          data-slot="qr-code"
          className="mx-auto w-full max-w-[min(22rem,55dvh)] rounded-md border border-line"
        >
          <path fill="#fff" d={`M0 0h${qr.size}v${qr.size}H0z`} />
          <path fill="#000" d={pathOf(qr)} />
        </svg>
        <p className="text-sm text-soft">{pages.owner.qrHint}</p>
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button variant="quiet">{words.common.close}</Button>
          </DialogClose>
          <Button variant="ember" onClick={() => void give().catch(sayWhy)}>
            {pages.owner.savePicture}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
