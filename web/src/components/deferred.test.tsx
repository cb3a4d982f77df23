import type { ComponentType } from "react";
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { deferred } from "./deferred";

afterEach(cleanup);

const Waits = () => <p>soon</p>;

/** A component whose file comes, or fails to, when it is let; a second time it never comes. */
function file() {
  const counts = { fetches: 0 };
  let settle = { resolve: (_: ComponentType) => {}, reject: (_: Error) => {} };
  const coming = new Promise<ComponentType>((resolve, reject) => (settle = { resolve, reject }));
  const Part = deferred(() => {
    counts.fetches += 1;
    return counts.fetches === 1 ? coming : new Promise<ComponentType>(() => {});
  }, Waits);
  const Here = () => <p>here</p>;
  const settled = (by: () => void) =>
    act(async () => {
      by();
      await coming.catch(() => undefined);
    });
  return {
    Part,
    counts,
    arrive: () => settled(() => settle.resolve(Here)),
    fail: () => settled(() => settle.reject(new Error("gone"))),
  };
}

describe("a deferred component", () => {
  it("keeps its place until it is there, and is fetched once", async () => {
    const { Part, arrive, counts } = file();
    const { container } = render(
      <>
        <Part />
        <Part />
      </>,
    );
    expect(container.textContent).toBe("soonsoon");
    await arrive();
    expect(container.textContent).toBe("herehere");
    expect(counts.fetches).toBe(1);
  });

  it("is drawn at its first render when it was fetched before", async () => {
    const { Part, arrive, counts } = file();
    Part.fetch();
    await arrive();
    const { container } = render(<Part />);
    expect(container.textContent).toBe("here");
    expect(counts.fetches).toBe(1);
  });

  it("fails in silence while nobody waits for it", async () => {
    const { Part, fail, counts } = file();
    Part.fetch();
    await fail();
    expect(render(<Part />).container.textContent).toBe("soon");
    expect(counts.fetches).toBe(2);
  });
});
