"use client";

import { useMember } from "@/hooks/use-member";
import { useSession } from "@/hooks/use-session";
import { NoticePage } from "./notice-page";
import { Room } from "./room";
import { Shell } from "./shell";
import { Button } from "./ui/button";
import { deferred } from "./deferred";

const Waiting = deferred(() => import("./waiting").then((module) => module.Waiting));

/** What a signed-in person sees: their room, or why they can't enter it. */
export function Home() {
  const member = useMember();
  const { signOut } = useSession();

  switch (member.status) {
    case "loading":
      return <Shell />;
    case "waiting":
      return <Waiting />;
    case "suspended":
      return (
        <NoticePage
          heading="Your account is paused"
          actions={<Button onClick={() => void signOut()}>Sign out</Button>}
        >
          <p>
            The owner of {member.settings.name || "this place"} has paused it. Your threads and
            notes are kept. Ask them to open it again; this page will follow by itself.
          </p>
        </NoticePage>
      );
    case "error":
      return (
        <NoticePage
          heading="Something is in the way"
          actions={
            <>
              <Button variant="ember" onClick={() => location.reload()}>
                Try again
              </Button>
              <Button onClick={() => void signOut()}>Sign out</Button>
            </>
          }
        >
          <p role="alert">{member.error ?? "Your account could not be loaded."}</p>
        </NoticePage>
      );
    case "ready":
      return <Room />;
    default:
      return member.status satisfies never;
  }
}
