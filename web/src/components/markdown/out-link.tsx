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

/** A link out of Hearth. It says where it leads, unless its text does. */
export function OutLink({ href, children }: OutLinkProps) {
  const host = hostOf(href);
  const said = typeof children === "string" && children.toLowerCase().includes(host);
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
      {!said && host !== "" && <span className="link-host"> ({host})</span>}
    </a>
  );
}
