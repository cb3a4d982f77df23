"use client";

import { KeyRound, Trash2 } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { useTokens } from "@/hooks/use-tokens";
import { functionUrl } from "@/lib/config";
import type { Token } from "@/lib/types";
import { copyText } from "../copy";
import { formText } from "../form-text";
import { formatMoment } from "../format";
import { Button } from "../ui/button";
import { FullContent } from "../ui/dialog";
import { Field } from "../ui/field";
import { toast } from "../ui/toast";
import { SelectField } from "./labelled";
import { PageHead } from "./page-head";

const DURATIONS = [
  { days: "30", label: "30 days" },
  { days: "90", label: "90 days" },
  { days: "366", label: "A year" },
  { days: "", label: "Until I revoke it" },
] as const;

/** The keys that a member makes for their other tools. */
export function TokenPage() {
  const { status, tokens, create, revoke } = useTokens();
  const [made, setMade] = useState<string | null>(null);
  return (
    <FullContent aria-describedby={undefined} data-slot="token-page">
      <PageHead title="Tokens for other apps" />
      <div className="overflow-y-auto overscroll-contain">
        <div className="px-safe pb-safe mx-auto grid max-w-[38rem] grid-cols-1 gap-6 py-5">
          <p className="text-soft">
            An app that speaks OpenAI’s API can use your agents and models with a token of yours.
            What it uses counts against your budget.
          </p>
          <Copyable label="Address for the app" text={functionUrl("v1")} />
          {made === null ? (
            <NewToken create={create} onMade={setMade} />
          ) : (
            <Made token={made} onDone={() => setMade(null)} />
          )}
          <section aria-label="Your tokens" className="grid gap-2.5">
            <h2 className="text-sm font-semibold text-soft">Your tokens</h2>
            {status === "error" && (
              <p role="alert" className="text-sm text-soft">
                Your tokens could not be loaded. They will appear when the connection is back.
              </p>
            )}
            {status === "ready" && tokens.length === 0 && (
              <p className="text-sm text-soft">None yet.</p>
            )}
            <ul className="grid gap-2.5">
              {tokens.map((token) => (
                <li key={token.id}>
                  <TokenRow token={token} onRevoke={() => revoke(token.id)} />
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </FullContent>
  );
}

type NewTokenProps = {
  create: (label: string, days: number | null) => Promise<string>;
  onMade: (token: string) => void;
};

function NewToken({ create, onMade }: NewTokenProps) {
  const [busy, setBusy] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const days = formText(event.currentTarget, "days");
    setBusy(true);
    create(formText(event.currentTarget, "label").trim(), days === "" ? null : Number(days))
      .then(onMade, say)
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-lg border border-line bg-raised p-4">
      <Field
        label="Name of the app"
        name="label"
        required
        pattern=".*\S.*"
        title="Say what it is for"
        maxLength={80}
        autoComplete="off"
        placeholder="Editor on my laptop"
      />
      <SelectField label="Good for" name="days" defaultValue="90">
        {DURATIONS.map(({ days, label }) => (
          <option key={days} value={days}>
            {label}
          </option>
        ))}
      </SelectField>
      <Button type="submit" variant="ember" disabled={busy}>
        <KeyRound aria-hidden />
        Make a token
      </Button>
    </form>
  );
}

function Made({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <section
      aria-label="Your new token"
      className="grid grid-cols-1 gap-4 rounded-lg border border-line bg-wash p-4"
    >
      <p role="status" className="font-medium">
        Copy it now: nobody can show it to you again.
      </p>
      <Copyable label="Token" text={token} />
      <Button onClick={onDone}>I have copied it</Button>
    </section>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const copy = async () => {
    if (await copyText(text)) toast("Copied.");
  };
  return (
    <div data-slot="copyable" className="grid grid-cols-1 gap-1.5">
      <p className="text-sm font-medium">{label}</p>
      <div className="flex items-center gap-2">
        <code
          tabIndex={0}
          aria-label={label}
          className="min-w-0 grow overflow-x-auto rounded-sm bg-code px-3 py-2.5 text-sm whitespace-nowrap select-all"
        >
          {text}
        </code>
        <Button size="sm" className="coarse:h-11" onClick={() => void copy()}>
          Copy<span className="sr-only"> {label.toLowerCase()}</span>
        </Button>
      </div>
    </div>
  );
}

type TokenRowProps = { token: Token; onRevoke: () => Promise<void> };

function TokenRow({ token, onRevoke }: TokenRowProps) {
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const revoke = () => {
    setBusy(true);
    onRevoke().catch((error: unknown) => {
      say(error);
      setBusy(false);
    });
  };
  return (
    <article
      aria-label={token.label}
      data-slot="token-row"
      className="flex items-center gap-3 rounded-lg border border-line bg-raised p-4"
    >
      <div className="grid min-w-0 grow gap-0.5">
        <h3 className="font-medium break-words">
          {token.label} <span className="font-normal text-soft">…{token.ending}</span>
        </h3>
        <p className="text-sm text-soft">
          {token.usedAt === null ? "Not used yet" : `Used ${formatMoment(token.usedAt)}`} ·{" "}
          {endOf(token)}
        </p>
      </div>
      {sure ? (
        <Button variant="danger" size="sm" className="coarse:h-11" disabled={busy} onClick={revoke}>
          Revoke now
        </Button>
      ) : (
        <Button
          variant="quiet"
          size="icon"
          aria-label={`Revoke ${token.label}`}
          onClick={() => setSure(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </article>
  );
}

function endOf({ expiresAt }: Token): string {
  if (expiresAt === null) return "no end";
  return `${expiresAt <= Date.now() ? "ended" : "ends"} ${formatMoment(expiresAt)}`;
}

function say(error: unknown): void {
  toast(error instanceof Error ? error.message : "That did not work. Try again.");
}
