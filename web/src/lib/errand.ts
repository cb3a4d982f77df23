/**
 * What a person came for: an invite to redeem, or a shared thread to go on from. It is in the
 * address they opened, and kept on the device until they have signed in and it is done.
 */

export type Errand = { invite: string } | { copy: string };

const KEY = "hearth:errand";
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The errand that an address names: `/?invite=<code>` or `/?copy=<share>`. */
export function errandOf(search: string): Errand | null {
  const params = new URLSearchParams(search);
  const invite = params.get("invite")?.trim() ?? "";
  if (ID.test(invite)) return { invite };
  const copy = params.get("copy") ?? "";
  return ID.test(copy) ? { copy } : null;
}

/** The address without its errand. */
export function withoutErrand(search: string): string {
  const params = new URLSearchParams(search);
  params.delete("invite");
  params.delete("copy");
  const rest = params.toString();
  return rest === "" ? "/" : `/?${rest}`;
}

/** Takes the errand out of the address and keeps it; a reload then does not run it again. */
export function takeErrand(): void {
  const errand = errandOf(location.search);
  if (errand === null) return;
  localStorage.setItem(KEY, JSON.stringify(errand));
  history.replaceState(history.state, "", withoutErrand(location.search));
}

/** The errand that waits; `null` when there is none. */
export function waitingErrand(): Errand | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return null;
    if ("invite" in kept && typeof kept.invite === "string") return { invite: kept.invite };
    if ("copy" in kept && typeof kept.copy === "string") return { copy: kept.copy };
    return null;
  } catch {
    return null;
  }
}

export function finishErrand(): void {
  localStorage.removeItem(KEY);
}
