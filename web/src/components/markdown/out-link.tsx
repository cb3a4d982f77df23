import type { ReactNode } from "react";

/** The server that an address leads to, written as the network writes it: no look-alike letters. */
export function hostOf(href: string): string {
  try {
    const { protocol, hostname, pathname } = new URL(href);
    return protocol === "mailto:" ? pathname : hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

type OutLinkProps = { href: string; children: ReactNode };

/** Whether a text is an address at that host, and nothing that could be taken for another one. */
function names(text: string, host: string): boolean {
  const said = text.toLowerCase().replace(/^(?:https?:\/\/|mailto:)?(?:www\.)?/, "");
  return said.startsWith(host) && /^(?:[/?#:]\S*)?$/.test(said.slice(host.length));
}

/** A link out of Hearth. It says where it leads, unless its text does. */
export function OutLink({ href, children }: OutLinkProps) {
  const host = hostOf(href);
  const said = typeof children === "string" && names(children, host);
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
      {!said && host !== "" && <span className="link-host"> ({host})</span>}
    </a>
  );
}
