"use client";

import { Languages } from "lucide-react";
import { useReadable } from "@/hooks/hearth-provider";
import { words } from "@/words";
import { type Language, language, LANGUAGES, speak } from "@/words/language";
import { MenuRadioGroup, MenuRadioItem, MenuSub, MenuSubContent, MenuSubTrigger } from "./ui/menu";
import { toast } from "./ui/toast";

/** In which language Hearth speaks; each is called what its speakers call it. */
export function LanguageMenu() {
  const spoken = useReadable(language);
  const choose = (next: string) => {
    speak(next as Language).catch(() => toast(words.errors.noNetwork));
  };
  return (
    <MenuSub>
      <MenuSubTrigger>
        <Languages aria-hidden />
        {words.account.language}
      </MenuSubTrigger>
      <MenuSubContent>
        <MenuRadioGroup aria-label={words.account.language} value={spoken} onValueChange={choose}>
          {Object.entries(LANGUAGES).map(([tag, { name }]) => (
            <MenuRadioItem key={tag} value={tag} lang={tag}>
              {name}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuSubContent>
    </MenuSub>
  );
}
