import { type ComponentType, useEffect, useSyncExternalStore } from "react";
import { Cell } from "@/lib/cell";

export type Deferred<P> = ComponentType<P> & {
  /** Fetches it now, so that it is there when it is drawn. */
  fetch: () => void;
};

type Fetched<P> = { component: ComponentType<P> } | { error: unknown };

function Nothing(): null {
  return null;
}

/**
 * A component that is fetched when it is first drawn, or asked for before. Until then `Meanwhile`
 * has its place. It is drawn at once when it is there: React's own way would show `Meanwhile` for
 * a moment each time, and hide with it all that is drawn around it.
 */
export function deferred<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Meanwhile: ComponentType = Nothing,
): Deferred<P> {
  const cell = new Cell<Fetched<P> | null>(null);
  let asked = false;
  let wanted = false;

  const fetch = () => {
    if (asked) return;
    asked = true;
    load().then(
      (component) => cell.set({ component }),
      (error: unknown) => {
        asked = false;
        // The page says so, and offers to open it again.
        if (wanted) cell.set({ error });
      },
    );
  };

  const want = () => {
    wanted = true;
    fetch();
  };

  function Later(props: P) {
    const fetched = useSyncExternalStore(cell.subscribe, cell.get, () => null);
    useEffect(want, []);
    if (fetched === null) return <Meanwhile />;
    if ("error" in fetched) throw fetched.error;
    return <fetched.component {...props} />;
  }

  return Object.assign(Later, { fetch });
}
