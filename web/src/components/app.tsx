"use client";

import { useEffect } from "react";
import { useHearth, useReadable } from "@/hooks/hearth-provider";
import { useSession } from "@/hooks/use-session";
import { startWorker } from "@/lib/worker";
import { deferred } from "./deferred";
import { Shell } from "./shell";
import { SignIn } from "./sign-in";

const Home = deferred(
  () => import("./home").then((module) => module.Home),
  () => <Shell />,
);

const Errands = deferred(() => import("./community/errands").then((module) => module.Errands));

const Leaving = deferred(() => import("./community/leaving").then((module) => module.Leaving));

const KNOWN = "hearth:session";

/** Remembers for /theme.js which room to paint first the next time. */
function remember(status: "signed-in" | "signed-out"): void {
  if (status === "signed-in") {
    localStorage.setItem(KNOWN, "in");
    document.documentElement.dataset.session = "in";
  } else {
    localStorage.removeItem(KNOWN);
    delete document.documentElement.dataset.session;
  }
}

/** The door: who is signed in goes home, who is not may sign in. */
export function App() {
  const { status } = useSession();
  const { status: leaving } = useReadable(useHearth().leaving);

  useEffect(() => {
    if (status !== "loading") remember(status);
  }, [status]);

  useEffect(() => {
    // After everything that the person waits for.
    if (status !== "loading") setTimeout(startWorker, 1_500);
  }, [status]);

  if (leaving !== "none") return <Leaving />;
  if (status === "signed-in") {
    return (
      <>
        <Home />
        <Errands />
      </>
    );
  }
  return (
    <>
      {status === "loading" && <Shell className="when-known" />}
      <SignIn className="when-stranger" />
    </>
  );
}
