"use client";

import { useEffect, useState } from "react";
import { words } from "@/words";
import { Viewer } from "../viewer";

type Drawing = { source: string; url: string | null; problem: string | null };

/** The size that the drawing asks for, so that its place is kept. An <img> has none without it. */
function sized(svg: string): string {
  const [, width = "", height = ""] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return width ? svg.replace(/width="100%"/, `width="${width}" height="${height}"`) : svg;
}

function useDrawing(source: string): Drawing | null {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let url: string | null = null;
    let current = true;
    const dark = document.documentElement.dataset.theme === "dark";
    void import("./mermaid")
      .then(({ draw }) => draw(source, dark))
      .then((svg) => {
        if (!current) return;
        url = URL.createObjectURL(new Blob([sized(svg)], { type: "image/svg+xml" }));
        setDrawing({ source, url, problem: null });
      })
      .catch((error: unknown) => {
        const problem = error instanceof Error ? error.message : words.markdown.notDrawn;
        if (current) setDrawing({ source, url: null, problem });
      });
    return () => {
      current = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [source]);
  return drawing?.source === source ? drawing : null;
}

/** A diagram as a picture: what its source says can neither run nor load anything. */
export function Diagram({ source }: { source: string }) {
  const drawing = useDrawing(source);
  if (drawing?.url) {
    return (
      <Viewer src={drawing.url} name={words.markdown.diagram} className="block w-full p-3.5">
        <img src={drawing.url} alt={words.markdown.diagramHere} className="mx-auto" />
      </Viewer>
    );
  }
  return (
    <p role="status" className="px-3.5 py-3 text-sm text-soft">
      {drawing?.problem ?? words.markdown.drawing}
    </p>
  );
}
