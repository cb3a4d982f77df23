"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { words } from "@/words";
import { Button } from "./ui/button";
import { Field } from "./ui/field";

type PasswordFieldProps = {
  /** A password that is being made, not entered. */
  fresh: boolean;
  error?: string | undefined;
  onForgot?: (() => void) | undefined;
};

export function PasswordField({ fresh, error, onForgot }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={words.door.password}
      name="password"
      type={shown ? "text" : "password"}
      autoComplete={fresh ? "new-password" : "current-password"}
      autoCapitalize="none"
      spellCheck={false}
      required
      hint={fresh ? words.door.passwordRule : undefined}
      error={error}
      aside={
        onForgot && (
          <Button
            variant="link"
            size="inline"
            className="-my-3 py-3 text-sm font-normal"
            onClick={onForgot}
          >
            {words.door.forgot}
          </Button>
        )
      }
      affix={
        <Button
          variant="quiet"
          size="icon"
          aria-pressed={shown}
          aria-label={words.door.showPassword}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
      }
    />
  );
}
