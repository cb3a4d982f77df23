import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fakeThread } from "@/lib/fake-thread";
import type * as visibleModule from "@/lib/visible";
import type { Thread } from "@/lib/types";
import { ThreadItem, type ThreadItemVerbs } from "./thread-item";

const drawn = vi.hoisted(() => ({ titles: [] as string[] }));

// Every title that is drawn goes through it; it works as ever, and is noted.
vi.mock("@/lib/visible", async (original) => {
  const { visible } = await original<typeof visibleModule>();
  const noted = (text: string) => {
    drawn.titles.push(text);
    return visible(text);
  };
  return { visible: noted };
});

const ignore = () => {};
const VERBS: ThreadItemVerbs = {
  open: ignore,
  rename: ignore,
  pin: ignore,
  archive: ignore,
  remove: ignore,
};

const thread = (id: string) => fakeThread(id, { title: `Thread ${id}` });

function list(threads: readonly Thread[], current: string) {
  return (
    <ul>
      {threads.map((each) => (
        <ThreadItem
          key={each.id}
          thread={each}
          snippet={null}
          current={each.id === current}
          mark={null}
          verbs={VERBS}
        />
      ))}
    </ul>
  );
}

beforeEach(() => {
  drawn.titles = [];
});

afterEach(cleanup);

it("is drawn again when something of it changed, and never for what comes below it", () => {
  const threads = ["1", "2", "3"].map(thread);
  const { rerender } = render(list(threads, "1"));
  expect(drawn.titles).toEqual(["Thread 1", "Thread 2", "Thread 3"]);
  drawn.titles = [];
  rerender(list([...threads, thread("4")], "1"));
  expect(drawn.titles).toEqual(["Thread 4"]);
  drawn.titles = [];
  rerender(list([...threads, thread("4")], "2"));
  expect(drawn.titles).toEqual(["Thread 1", "Thread 2", "Thread 4"]);
});
