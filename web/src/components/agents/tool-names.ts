import { pages } from "@/words/pages";

/** What a person calls a tool that comes with Hearth, and what it does. */
function known(tool: string): { name: string; does: string } | undefined {
  const tools: Partial<Record<string, { name: string; does: string }>> = pages.tools;
  return tools[tool];
}

export function toolName(tool: string): string {
  const plain = tool.replace(/[_-]+/g, " ").trim();
  return known(tool)?.name ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Empty for a tool that an integration brings. */
export function toolDoes(tool: string): string {
  return known(tool)?.does ?? "";
}
