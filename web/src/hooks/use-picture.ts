import { useEffect, useState } from "react";
import { useWorkspace } from "./hearth-provider";

type Found = { id: string; url: string | null };

/** Where a picture of a message can be shown from. */
export function usePicture(
  threadId: string | null,
  id: string,
): { status: "loading" | "ready" | "missing"; url: string | null } {
  const pictures = useWorkspace()?.pictures;
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    if (!pictures || threadId === null) return;
    let current = true;
    void pictures.url(threadId, id).then((url) => {
      if (current) setFound({ id, url });
    });
    return () => {
      current = false;
    };
  }, [pictures, threadId, id]);

  if (found?.id !== id) return { status: "loading", url: null };
  return found.url === null
    ? { status: "missing", url: null }
    : { status: "ready", url: found.url };
}
