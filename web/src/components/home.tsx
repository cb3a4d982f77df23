"use client";

import { useMember } from "@/hooks/use-member";
import { useSession } from "@/hooks/use-session";
import { words } from "@/words";
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
          heading={words.notice.pausedTitle}
          actions={<Button onClick={() => void signOut()}>{words.common.signOut}</Button>}
        >
          <p>{words.notice.paused(member.settings.name)}</p>
        </NoticePage>
      );
    case "error":
      return (
        <NoticePage
          heading={words.notice.failedTitle}
          actions={
            <>
              <Button variant="ember" onClick={() => location.reload()}>
                {words.common.tryAgain}
              </Button>
              <Button onClick={() => void signOut()}>{words.common.signOut}</Button>
            </>
          }
        >
          <p role="alert">{member.error ?? words.notice.accountFailed}</p>
        </NoticePage>
      );
    case "ready":
      return <Room />;
    default:
      return member.status satisfies never;
  }
}
