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
import { openShelf, type Shelf } from "./agents/open-shelf";
import { ExportItems } from "./export-items";
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
  { value: "system", label: "As the device", Icon: Monitor },
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
] as const satisfies readonly { value: Theme; label: string; Icon: typeof Sun }[];

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
      toast(`A link to verify your address is on its way to ${user?.email ?? "you"}.`);
    } catch (error) {
      toast(error instanceof Error ? error.message : "That did not work. Try again.");
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
              <span className="sr-only">Account: </span>
              {name}
            </span>
          </Button>
        </MenuTrigger>
        <MenuContent align="start" side="top" className="w-66">
          <MenuLabel className="truncate">{user?.email}</MenuLabel>
          {user && !user.emailVerified && (
            <MenuItem onSelect={() => void verify()}>
              <MailCheck aria-hidden />
              Verify my address
            </MenuItem>
          )}
          <MenuItem onSelect={() => open("agents")}>
            <Bot aria-hidden />
            Agents
          </MenuItem>
          <MenuItem onSelect={() => open("tokens")}>
            <KeyRound aria-hidden />
            Tokens for other apps
          </MenuItem>
          <MenuItem onSelect={() => open("permissions")}>
            <ShieldCheck aria-hidden />
            Permissions
          </MenuItem>
          <MenuItem onSelect={() => open("usage")}>
            <Wallet aria-hidden />
            Usage and budget
          </MenuItem>
          <MenuItem onSelect={() => open("shares")}>
            <Link aria-hidden />
            Shared links
          </MenuItem>
          {owner && (
            <MenuItem onSelect={() => open("owner")}>
              <Users aria-hidden />
              Community
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuLabel>Theme</MenuLabel>
          <MenuRadioGroup
            aria-label="Theme"
            value={theme}
            onValueChange={(next) => setTheme(next as Theme)}
          >
            {THEMES.map(({ value, label, Icon }) => (
              <MenuRadioItem key={value} value={value}>
                <Icon aria-hidden />
                {label}
              </MenuRadioItem>
            ))}
          </MenuRadioGroup>
          <MenuSeparator />
          <MenuSub>
            <MenuSubTrigger>
              <Download aria-hidden />
              Export everything
            </MenuSubTrigger>
            <MenuSubContent>
              <ExportItems thread={null} />
            </MenuSubContent>
          </MenuSub>
          <MenuItem onSelect={() => open("import")}>
            <Upload aria-hidden />
            Import threads
          </MenuItem>
          <MenuItem className="coarse:hidden" onSelect={onSheet}>
            <Keyboard aria-hidden />
            Keyboard shortcuts
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => void signOut()}>
            <LogOut aria-hidden />
            Sign out
          </MenuItem>
          <MenuItem className="text-danger" onSelect={() => open("leave")}>
            <UserX aria-hidden />
            Delete my account
          </MenuItem>
        </MenuContent>
      </Menu>
    </div>
  );
}
