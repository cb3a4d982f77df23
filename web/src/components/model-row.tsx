"use client";

import type { Model, ProviderName } from "@/lib/types";
import { words } from "@/words";
import { formatPrice, formatTokens } from "./format";

export const PROVIDERS: Record<ProviderName, string> = {
  anthropic: "Anthropic",
  openai: "OpenAI",
  google: "Google",
  cohere: "Cohere",
  mistral: "Mistral",
  llama: "Llama",
};

/** The models of each provider, in the order in which the owner put them. */
export function byProvider(models: readonly Model[]): [ProviderName, Model[]][] {
  const groups = new Map<ProviderName, Model[]>();
  for (const model of models) {
    const group = groups.get(model.provider);
    if (group) group.push(model);
    else groups.set(model.provider, [model]);
  }
  return [...groups];
}

function abilities({ contextTokens, images, tools, reasoning }: Model): string {
  return [
    words.pickers.context(formatTokens(contextTokens)),
    images && words.pickers.pictures,
    tools && words.pickers.tools,
    reasoning && words.pickers.reasoning,
  ]
    .filter(Boolean)
    .join(" · ");
}

type ModelRowProps = { model: Model; unavailable?: string | undefined };

/** A model in a menu: what it is called, what it can do and costs, or why it can't be used. */
export function ModelRow({ model, unavailable }: ModelRowProps) {
  return (
    <span data-slot="model-row" className="grid min-w-0">
      <span className={unavailable ? "text-soft" : "font-medium"}>{model.label}</span>
      <span className="text-xs text-soft">{unavailable ?? abilities(model)}</span>
      {!unavailable && model.price && (
        <span className="text-xs text-soft">
          {words.pickers.perMillion(formatPrice(model.price))}
        </span>
      )}
    </span>
  );
}
