import { App } from "@/components/app";
import { Viewport } from "@/components/viewport";
import { HearthProvider } from "@/hooks/hearth-provider";

export default function Page() {
  return (
    <HearthProvider>
      <Viewport />
      <App />
    </HearthProvider>
  );
}
