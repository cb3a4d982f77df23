"use client";

import { memo } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";
import { words } from "@/words";
import { CodeBlock } from "./code-block";
import { Formula, useMath } from "./formula";
import { OutLink } from "./out-link";
import { RemotePicture } from "./remote-picture";
import { mayHaveMath, withMath } from "./math";
import { remarkVisible } from "./remark-visible";

const SAFE = /^(?:https?:|mailto:)/i;

/** Only addresses of the web and of mail lead anywhere; a note at the foot stays on the page. */
function safeUrl(url: string): string {
  return SAFE.test(url) || url.startsWith("#") ? url : "";
}

const components: Components = {
  a({ href, children, id }) {
    if (!href) return <span>{children}</span>;
    if (href.startsWith("#")) {
      return (
        <a href={href} id={id}>
          {children}
        </a>
      );
    }
    return <OutLink href={href}>{children}</OutLink>;
  },
  img({ src, alt }) {
    return <RemotePicture src={typeof src === "string" ? src : ""} alt={alt ?? ""} />;
  },
  code({ className, children }) {
    if (!className?.includes("math-inline")) return <code>{children}</code>;
    return <Formula source={typeof children === "string" ? children : ""} display={false} />;
  },
  pre({ node }) {
    const code = node?.children[0];
    if (code?.type !== "element") return null;
    const names = Array.isArray(code.properties.className) ? code.properties.className : [];
    const language = (names[0] ?? "").replace(/^language-/, "");
    const text = code.children.map((child) => (child.type === "text" ? child.value : "")).join("");
    if (names.includes("math-display")) return <Formula source={text} display />;
    return <CodeBlock code={text.replace(/\n$/, "")} language={language} open={false} />;
  },
  table({ children }) {
    return (
      <div
        role="group"
        aria-label={words.markdown.table}
        tabIndex={0}
        className="overflow-x-auto overscroll-x-contain rounded-md border border-line"
      >
        <table>{children}</table>
      </div>
    );
  },
  input({ checked }) {
    return (
      <input
        type="checkbox"
        checked={checked === true}
        readOnly
        disabled
        aria-label={words.markdown.task}
      />
    );
  },
};

const plugins: NonNullable<Options["remarkPlugins"]> = [
  [remarkGfm, { singleTilde: false }],
  remarkVisible,
];

type MarkdownProps = { text: string; prefix: string };

/**
 * One block of Markdown, the same while it grows and when it is done. It has no raw HTML, and
 * fetches nothing by itself.
 */
export const Markdown = memo(function Markdown({ text, prefix }: MarkdownProps) {
  const math = useMath(mayHaveMath(text));
  return (
    <div dir="auto" className="md-block">
      <ReactMarkdown
        remarkPlugins={math ? [...plugins, math] : plugins}
        remarkRehypeOptions={{ clobberPrefix: `${prefix}-` }}
        components={components}
        urlTransform={safeUrl}
      >
        {math ? withMath(text) : text}
      </ReactMarkdown>
    </div>
  );
});

const SAMPLE =
  "### A *heading*\n\nSome **words** with `code` and [a link](https://example.com/).\n\n" +
  "- one\n- two\n\n> said\n\n1. first\n\n| a | b |\n| --- | --- |\n| c | d |\n";

/** Parses a little of everything. The first parse of a page takes three times as long as the next. */
export function warmUp(): void {
  ReactMarkdown({ children: SAMPLE, remarkPlugins: plugins, components, urlTransform: safeUrl });
}
