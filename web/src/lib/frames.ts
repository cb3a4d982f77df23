/** Runs a function soon, and not too often, however often it was asked for. */

/** A hidden page gets no frames; it goes on at this pace instead. */
const HIDDEN_MS = 250;

/** `run` in a frame, `pauseMs` after its last run at the earliest. */
export function paced(run: () => void, pauseMs: number): () => void {
  let asked = false;
  let last = -Infinity;
  return () => {
    if (asked) return;
    asked = true;
    let frame = 0;
    const go = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      asked = false;
      last = performance.now();
      run();
    };
    const look = () => {
      if (performance.now() - last >= pauseMs) go();
      else frame = requestAnimationFrame(look);
    };
    const timer = setTimeout(go, Math.max(HIDDEN_MS, pauseMs));
    frame = requestAnimationFrame(look);
  };
}
