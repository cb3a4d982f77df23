import { words } from "@/words";
import { toast } from "./ui/toast";

/** Puts text on the clipboard and says so, or says why not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast(words.errors.noCopying);
    return false;
  }
}
