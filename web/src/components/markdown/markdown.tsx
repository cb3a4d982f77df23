"use client";

import { memo } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";
import { CodeBlock } from "./code-block";

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
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  },
  // A picture from elsewhere would tell its server who reads this, and when.
  img({ src, alt }) {
    const name = alt || "Picture";
    if (typeof src !== "string" || src === "") return <span>{name}</span>;
    return (
      <a href={src} target="_blank" rel="noopener noreferrer nofollow">
        {name}
      </a>
    );
  },
  pre({ node }) {
    const code = node?.children[0];
    if (code?.type !== "element") return null;
    const names = code.properties.className;
    const language = Array.isArray(names) ? String(names[0]).replace(/^language-/, "") : "";
    const text = code.children.map((child) => (child.type === "text" ? child.value : "")).join("");
    return <CodeBlock code={text.replace(/\n$/, "")} language={language} open={false} />;
  },
  table({ children }) {
    return (
      <div
        role="region"
        aria-label="Table"
        tabIndex={0}
        className="overflow-x-auto overscroll-x-contain rounded-md border border-line"
      >
        <table>{children}</table>
      </div>
    );
  },
  input({ checked }) {
    return <input type="checkbox" checked={checked === true} readOnly disabled aria-label="Task" />;
  },
};

const plugins: NonNullable<Options["remarkPlugins"]> = [[remarkGfm, { singleTilde: false }]];

type MarkdownProps = { text: string; prefix: string };

/** One block of Markdown. It has no raw HTML and fetches nothing. */
export const Markdown = memo(function Markdown({ text, prefix }: MarkdownProps) {
  return (
    <div className="md-block">
      <ReactMarkdown
        remarkPlugins={plugins}
        remarkRehypeOptions={{ clobberPrefix: `${prefix}-` }}
        components={components}
        urlTransform={safeUrl}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
});
