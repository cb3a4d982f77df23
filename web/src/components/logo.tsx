import { useId, type ComponentProps } from "react";
import { cn } from "./cn";

/** The mark: an arch with fire in it, on its stone. */
export function Logo({ className, ...props }: ComponentProps<"svg">) {
  const fire = useId();
  return (
    <svg
      viewBox="11 13 42 40"
      aria-hidden
      data-slot="logo"
      {...props}
      className={cn("h-6 w-auto", className)}
    >
      <defs>
        <radialGradient id={fire} cx="32" cy="47" r="32" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#ffd08a" />
          <stop offset=".32" stopColor="#f98d43" />
          <stop offset=".7" stopColor="#d4531f" />
          <stop offset="1" stopColor="#a83c17" />
        </radialGradient>
      </defs>
      <path d="M15 45V31a17 17 0 0 1 34 0v14Z" fill={`url(#${fire})`} />
      <rect x="11" y="48" width="42" height="4.5" rx="2.25" fill="currentColor" />
    </svg>
  );
}
