/** What a person calls the tools that come with Hearth, and what each does. */
const KNOWN: Record<string, { name: string; does: string }> = {
  calculator: { name: "Calculator", does: "Works numbers out instead of guessing them." },
  clock: { name: "Clock", does: "Knows the date and the time." },
  image: { name: "Images", does: "Makes pictures. Asks you first, as they cost." },
  notes: { name: "Notes", does: "Reads your notes. Asks you before it writes one." },
  threads: { name: "Threads", does: "Searches your other threads." },
  web_page: { name: "Web pages", does: "Reads a page. Asks you first." },
  web_search: { name: "Web search", does: "Searches the web. Asks you first." },
};

export function toolName(tool: string): string {
  const words = tool.replace(/[_-]+/g, " ").trim();
  return KNOWN[tool]?.name ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** Empty for a tool that an integration brings. */
export function toolDoes(tool: string): string {
  return KNOWN[tool]?.does ?? "";
}
