"use client";

import { useRef, useState, type ComponentProps, type DragEvent } from "react";
import { words } from "@/words";
import { Landmark } from "./ui/landmark";

type DropZoneProps = ComponentProps<"main"> & { onFiles: (files: readonly File[]) => void };

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes("Files");
}

/** The thread, on which pictures and files can be dropped anywhere. */
export function DropZone({ onFiles, children, ...props }: DropZoneProps) {
  const [over, setOver] = useState(false);
  // Each element inside reports its own entering and leaving.
  const depth = useRef(0);

  const enter = (event: DragEvent, change: 1 | -1) => {
    if (!carriesFiles(event)) return;
    depth.current += change;
    setOver(depth.current > 0);
  };

  return (
    <main
      {...props}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => {
        if (carriesFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <Landmark>{children}</Landmark>
      {over && (
        <p
          data-slot="drop-hint"
          className="pointer-events-none absolute inset-2 z-30 grid animate-fade place-items-center rounded-xl border-2 border-dashed border-ember bg-paper/85 text-lg font-semibold text-ember-text"
        >
          {words.composer.drop}
        </p>
      )}
    </main>
  );
}
