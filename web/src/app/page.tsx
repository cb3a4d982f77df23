import { App } from "@/components/app";
import { Direction } from "@/components/ui/direction";
import { Viewport } from "@/components/viewport";
import { HearthProvider } from "@/hooks/hearth-provider";
import { Speaker } from "@/words/speaker";

export default function Page() {
  return (
    <HearthProvider>
      <Viewport />
      <Speaker>
        <Direction>
          <App />
        </Direction>
      </Speaker>
    </HearthProvider>
  );
}
