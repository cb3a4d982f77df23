/** Runs a function at the next frame, once however often it was asked for. */

/** A hidden page gets no frames; it goes on at this pace instead. */
const HIDDEN_MS = 250;

export function perFrame(run: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    let frame = 0;
    const go = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      asked = false;
      run();
    };
    const timer = setTimeout(go, HIDDEN_MS);
    frame = requestAnimationFrame(go);
  };
}
