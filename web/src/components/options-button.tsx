import { SlidersHorizontal } from "lucide-react";
import type { ComponentProps } from "react";
import { words } from "@/words";
import { Button } from "./ui/button";

type OptionsButtonProps = ComponentProps<"button"> & {
  /** Something is set otherwise than the agent would. */
  changed: boolean;
};

export function OptionsButton({ changed, ...props }: OptionsButtonProps) {
  return (
    <Button
      variant="quiet"
      size="icon"
      className="relative rounded-full"
      aria-label={changed ? words.options.changed : words.options.options}
      {...props}
    >
      <SlidersHorizontal aria-hidden />
      {changed && (
        <span aria-hidden className="absolute end-2 top-2 size-2 rounded-full bg-ember" />
      )}
    </Button>
  );
}
