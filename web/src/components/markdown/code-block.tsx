"use client";

import { Check, Copy } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { copyText } from "../copy";
import { Button } from "../ui/button";
import type { Token } from "./highlight";

/** Above this many characters colours cost more than they help. */
const PLAIN_ABOVE = 40_000;

function useTokens(code: string, language: string, ready: boolean): Token[] | null {
  const [done, setDone] = useState<{ code: string; tokens: Token[] | null } | null>(null);
  useEffect(() => {
    if (!ready || language === "" || code.length > PLAIN_ABOVE) return;
    let current = true;
    void import("./highlight").then(({ highlight }) => {
      if (current) setDone({ code, tokens: highlight(code, language.toLowerCase()) });
    });
    return () => {
      current = false;
    };
  }, [code, language, ready]);
  return done?.code === code ? done.tokens : null;
}

type CodeBlockProps = { code: string; language: string; open: boolean };

/** Code with its language and a way to copy it. Colours come once the block is complete. */
export const CodeBlock = memo(function CodeBlock({ code, language, open }: CodeBlockProps) {
  const tokens = useTokens(code, language, !open);
  const [copied, setCopied] = useState(false);
  const name = language || "text";

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
      <figcaption className="coarse:h-11 flex h-10 items-center justify-between border-b border-line pr-1 pl-3.5 text-xs text-soft">
        <span className="font-mono">{name}</span>
        <Button
          variant="quiet"
          size="sm"
          className="coarse:h-11 h-8 gap-1.5 px-2.5 text-xs"
          onClick={() => void copy()}
          aria-label={copied ? "Copied" : `Copy ${name} code`}
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? "Copied" : "Copy"}
        </Button>
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={`Code, ${name}`}
        className="overflow-x-auto overscroll-x-contain px-3.5 py-3 text-sm/relaxed [overflow-wrap:normal] focus-visible:-outline-offset-2"
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
