"use client";

import { Check, Copy, Shapes, WrapText } from "lucide-react";
import { memo, startTransition, useEffect, useState } from "react";
import { visible } from "@/lib/visible";
import { words } from "@/words";
import { cn } from "../cn";
import { copyText } from "../copy";
import { Button } from "../ui/button";
import type { Token } from "./highlight";
import { deferred } from "../deferred";

const Diagram = deferred(() => import("./diagram").then((module) => module.Diagram));

/** Above this many characters colours cost more than they help. */
const PLAIN_ABOVE = 40_000;

function useTokens(code: string, language: string, ready: boolean): Token[] | null {
  const [done, setDone] = useState<{ code: string; tokens: Token[] | null } | null>(null);
  useEffect(() => {
    if (!ready || language === "" || code.length > PLAIN_ABOVE) return;
    let current = true;
    void import("./highlight")
      .then(({ highlight }) => highlight(code, language.toLowerCase()))
      .then((tokens) => {
        if (current) startTransition(() => setDone({ code, tokens }));
      });
    return () => {
      current = false;
    };
  }, [code, language, ready]);
  return done?.code === code ? done.tokens : null;
}

type CodeBlockProps = { code: string; language: string; open: boolean };

const SMALL = "coarse:h-11 h-8 gap-1.5 px-2.5 text-xs";

/**
 * Code with its language, a way to copy it and one to wrap its lines; a diagram can be drawn.
 * Colours come once the block is complete.
 */
export const CodeBlock = memo(function CodeBlock({ language, open, ...props }: CodeBlockProps) {
  const code = visible(props.code);
  const tokens = useTokens(code, language, !open);
  const [copied, setCopied] = useState(false);
  const [wrapped, setWrapped] = useState(false);
  const [drawn, setDrawn] = useState(false);
  const name = language || "text";
  const drawable = !open && language.toLowerCase() === "mermaid";

  const copy = async () => {
    if (!(await copyText(code))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };

  return (
    <figure
      data-slot="code-block"
      data-state={open ? "open" : "closed"}
      className="overflow-hidden rounded-md border border-line bg-code"
    >
      <figcaption className="coarse:h-11 flex h-10 items-center justify-between border-b border-line ps-3.5 pe-1 text-xs text-soft">
        <span className="font-mono">{name}</span>
        <span className="flex">
          {drawable && (
            <Button
              variant="quiet"
              size="sm"
              className={SMALL}
              aria-pressed={drawn}
              onClick={() => setDrawn(!drawn)}
            >
              <Shapes aria-hidden />
              {words.markdown.diagram}
            </Button>
          )}
          <Button
            variant="quiet"
            size="sm"
            className={cn(SMALL, wrapped && "text-ink")}
            aria-pressed={wrapped}
            aria-label={words.markdown.wrap}
            onClick={() => setWrapped(!wrapped)}
          >
            <WrapText aria-hidden />
          </Button>
          <Button
            variant="quiet"
            size="sm"
            className={SMALL}
            onClick={() => void copy()}
            aria-label={copied ? words.common.copied : words.markdown.copyCode(name)}
          >
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
            {copied ? words.common.copied : words.common.copy}
          </Button>
        </span>
      </figcaption>
      {drawn && <Diagram source={code} />}
      <pre
        dir="ltr"
        tabIndex={0}
        aria-label={words.markdown.code(name)}
        hidden={drawn}
        className={cn(
          "overflow-x-auto overscroll-x-contain px-3.5 py-3 text-sm/relaxed [overflow-wrap:normal] focus-visible:-outline-offset-2",
          wrapped && "[overflow-wrap:anywhere] whitespace-pre-wrap",
        )}
      >
        <code>
          {tokens
            ? tokens.map((token, index) =>
                token.className ? (
                  <span key={index} className={token.className}>
                    {token.text}
                  </span>
                ) : (
                  token.text
                ),
              )
            : code}
        </code>
      </pre>
    </figure>
  );
});
