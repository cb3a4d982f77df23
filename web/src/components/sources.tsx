import { Link as LinkIcon } from "lucide-react";
import type { SourcePart } from "@/lib/types";
import { words } from "@/words";

function host(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
}

/** Where an answer comes from. */
export function Sources({ sources }: { sources: readonly SourcePart[] }) {
  const safe = sources.filter(({ url }) => /^https?:/i.test(url));
  if (safe.length === 0) return null;
  return (
    <section aria-label={words.reply.sources} data-slot="sources">
      <ul className="flex flex-wrap gap-2">
        {safe.map(({ url, title }, index) => (
          <li key={index} className="max-w-full">
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="coarse:min-h-11 flex min-h-9 max-w-full items-center gap-2 rounded-full border border-line bg-raised px-3 text-sm hover:bg-hover"
            >
              <LinkIcon aria-hidden className="size-3.5 shrink-0 text-soft" />
              <span dir="auto" className="truncate">
                {title || host(url)}
              </span>
              {title && <span className="shrink-0 text-soft">{host(url)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
