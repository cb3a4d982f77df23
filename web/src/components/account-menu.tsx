"use client";

import {
  Bot,
  Download,
  Keyboard,
  KeyRound,
  Link,
  LogOut,
  MailCheck,
  Monitor,
  Moon,
  ShieldCheck,
  Sun,
  Upload,
  Users,
  UserX,
  Wallet,
} from "lucide-react";
import { useBudget } from "@/hooks/use-community";
import { useSession } from "@/hooks/use-session";
import { words } from "@/words";
import { openShelf, type Shelf } from "./agents/open-shelf";
import { ExportItems } from "./export-items";
import { LanguageMenu } from "./language-menu";
import { Button } from "./ui/button";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuSub,
  MenuSubContent,
  MenuSubTrigger,
  MenuTrigger,
} from "./ui/menu";
import { toast } from "./ui/toast";
import { useTheme, type Theme } from "./use-theme";

const THEMES = [
  { value: "system", Icon: Monitor },
  { value: "light", Icon: Sun },
  { value: "dark", Icon: Moon },
] as const satisfies readonly { value: Theme; Icon: typeof Sun }[];

type AccountMenuProps = {
  onSheet: () => void;
  /** Called when the person has gone somewhere, so that a drawer can close. */
  onDone?: (() => void) | undefined;
};

/** Who is signed in, the theme, what can be taken away, and the way out. */
export function AccountMenu({ onSheet, onDone }: AccountMenuProps) {
  const { user, signOut, verifyEmail } = useSession();
  const { owner } = useBudget();
  const [theme, setTheme] = useTheme();
  const name = user?.displayName || user?.email || "";

  const open = (shelf: Shelf) => {
    onDone?.();
    openShelf(shelf);
  };

  const verify = async () => {
    try {
      await verifyEmail();
      toast(words.account.verifySent(user?.email ?? ""));
    } catch (error) {
      toast(error instanceof Error ? error.message : words.common.failed);
    }
  };

  return (
    <div className="pb-safe shrink-0 border-t border-line p-2">
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="quiet"
            className="h-12 w-full justify-start gap-3 px-2 font-normal text-ink"
          >
            <span
              aria-hidden
              className="grid size-8 shrink-0 place-items-center rounded-full bg-wash text-sm font-semibold text-ember-text uppercase"
            >
              {name.charAt(0)}
            </span>
            <span className="truncate text-sm">
              <span className="sr-only">{words.account.account} </span>
              {name}
            </span>
          </Button>
        </MenuTrigger>
        <MenuContent align="start" side="top" className="w-66">
          <MenuLabel className="truncate">{user?.email}</MenuLabel>
          {user && !user.emailVerified && (
            <MenuItem onSelect={() => void verify()}>
              <MailCheck aria-hidden />
              {words.account.verify}
            </MenuItem>
          )}
          <MenuItem onSelect={() => open("agents")}>
            <Bot aria-hidden />
            {words.account.agents}
          </MenuItem>
          <MenuItem onSelect={() => open("tokens")}>
            <KeyRound aria-hidden />
            {words.account.tokens}
          </MenuItem>
          <MenuItem onSelect={() => open("permissions")}>
            <ShieldCheck aria-hidden />
            {words.account.permissions}
          </MenuItem>
          <MenuItem onSelect={() => open("usage")}>
            <Wallet aria-hidden />
            {words.account.usage}
          </MenuItem>
          <MenuItem onSelect={() => open("shares")}>
            <Link aria-hidden />
            {words.account.shares}
          </MenuItem>
          {owner && (
            <MenuItem onSelect={() => open("owner")}>
              <Users aria-hidden />
              {words.account.community}
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuLabel>{words.account.theme}</MenuLabel>
          <MenuRadioGroup
            aria-label={words.account.theme}
            value={theme}
            onValueChange={(next) => setTheme(next as Theme)}
          >
            {THEMES.map(({ value, Icon }) => (
              <MenuRadioItem key={value} value={value}>
                <Icon aria-hidden />
                {words.account.themes[value]}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <LanguageMenu />
          <MenuSeparator />
          <MenuSub>
            <MenuSubTrigger>
              <Download aria-hidden />
              {words.export.everything}
            </MenuSubTrigger>
            <MenuSubContent>
              <ExportItems thread={null} />
            </MenuSubContent>
          </MenuSub>
          <MenuItem onSelect={() => open("import")}>
            <Upload aria-hidden />
            {words.account.import}
          </MenuItem>
          <MenuItem className="coarse:hidden" onSelect={onSheet}>
            <Keyboard aria-hidden />
            {words.account.shortcuts}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => void signOut()}>
            <LogOut aria-hidden />
            {words.common.signOut}
          </MenuItem>
          <MenuItem className="text-danger" onSelect={() => open("leave")}>
            <UserX aria-hidden />
            {words.account.leave}
          </MenuItem>
        </MenuContent>
      </Menu>
    </div>
  );
}
