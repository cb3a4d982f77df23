"use client";

import { useState, type ComponentProps, type SubmitEvent } from "react";
import { useHearth } from "@/hooks/hearth-provider";
import { useSession } from "@/hooks/use-session";
import { words } from "@/words";
import { cn } from "./cn";
import { ErrandHint } from "./community/errand-hint";
import { formText } from "./form-text";
import { GoogleMark } from "./google-mark";
import { Logo } from "./logo";
import { PasswordField } from "./password-field";
import { Button } from "./ui/button";
import { Field } from "./ui/field";

type Mode = "sign-in" | "sign-up" | "reset";

type Errors = { email?: string; password?: string; form?: string };

function check(mode: Mode, email: string, password: string): Errors {
  if (!/^\S+@\S+\.\S+$/.test(email)) return { email: words.door.needsEmail };
  if (mode === "sign-in" && password === "") return { password: words.door.needsPassword };
  if (mode === "sign-up" && password.length < 8) return { password: words.door.shortPassword };
  return {};
}

/** Sign in, sign up and reset on one page; what was typed stays when the mode changes. */
export function SignIn({ className, ...props }: ComponentProps<"main">) {
  const session = useSession();
  const { prepare } = useHearth();
  const [mode, setMode] = useState<Mode>("sign-in");
  const [errors, setErrors] = useState<Errors>({});
  const [sentTo, setSentTo] = useState("");
  const [busy, setBusy] = useState(false);

  const turn = (next: Mode) => {
    setMode(next);
    setErrors({});
    setSentTo("");
  };

  const attempt = async (run: () => Promise<void>) => {
    setBusy(true);
    setErrors({});
    try {
      await run();
    } catch (error) {
      setErrors({ form: error instanceof Error ? error.message : words.common.failed });
    } finally {
      setBusy(false);
    }
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = formText(event.currentTarget, "email").trim();
    const password = formText(event.currentTarget, "password");
    const found = check(mode, email, password);
    if (Object.keys(found).length > 0) {
      setErrors(found);
      const name = found.email ? "email" : "password";
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
      return;
    }
    void attempt(async () => {
      if (mode === "sign-in") await session.signIn(email, password);
      else if (mode === "sign-up") await session.signUp(email, password);
      else {
        await session.resetPassword(email);
        setSentTo(email);
      }
    });
  };

  return (
    <main
      data-slot="sign-in"
      data-state={mode}
      {...props}
      className={cn("app-frame overflow-y-auto", className)}
    >
      <div aria-hidden className="hearth-glow fixed inset-x-0 bottom-0 h-[55%]" />
      <div className="px-safe relative mx-auto flex min-h-full w-full max-w-104 flex-col justify-center py-10">
        <div className="mb-8 flex items-center gap-3">
          <Logo className="h-9" />
          <span className="text-xl font-semibold tracking-tight">Hearth</span>
        </div>
        <h1 className="mb-6 text-2xl font-semibold tracking-tight">{words.door.title[mode]}</h1>
        <ErrandHint />

        <form
          onSubmit={submit}
          onInput={prepare}
          noValidate
          className="grid gap-4"
          aria-label={words.door.title[mode]}
        >
          <Field
            label={words.door.email}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            error={errors.email}
          />
          {mode !== "reset" && (
            <PasswordField
              fresh={mode === "sign-up"}
              error={errors.password}
              onForgot={mode === "sign-in" ? () => turn("reset") : undefined}
            />
          )}
          {errors.form && (
            <p role="alert" className="rounded-md bg-danger-wash px-3.5 py-2.5 text-sm text-danger">
              {errors.form}
            </p>
          )}
          {sentTo && (
            <p role="status" className="rounded-md bg-wash px-3.5 py-2.5 text-sm">
              {words.door.sent(sentTo)}
            </p>
          )}
          <Button
            type="submit"
            variant="ember"
            className="mt-1 w-full"
            disabled={busy || session.status === "loading"}
          >
            {busy ? words.door.busy[mode] : words.door.verb[mode]}
          </Button>
        </form>

        {mode !== "reset" && (
          <>
            <p className="my-4 flex items-center gap-3 text-sm text-soft before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
              {words.door.or}
            </p>
            <Button
              className="w-full"
              disabled={busy || session.status === "loading"}
              onClick={() => void attempt(session.signInWithGoogle)}
            >
              <GoogleMark />
              {words.door.google}
            </Button>
          </>
        )}

        <p className="mt-6 text-sm text-soft">
          {words.door.ask[mode]}{" "}
          <Button
            variant="link"
            size="inline"
            className="-my-3 py-3 text-sm"
            onClick={() => turn(mode === "sign-in" ? "sign-up" : "sign-in")}
          >
            {words.door.other[mode]}
          </Button>
        </p>
      </div>
    </main>
  );
}
