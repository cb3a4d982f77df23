import dynamic from "next/dynamic";
import type { ComponentType } from "react";

/**
 * A component that is fetched when it is first drawn. Until then its place is empty: without a
 * fallback of its own, it would take with it all that is drawn around it.
 */
export function deferred<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return dynamic(load, { loading: () => null });
}
