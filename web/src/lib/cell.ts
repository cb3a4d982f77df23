/** Values that change and can be listened to: what hooks read. */

export type Readable<T> = {
  get: () => T;
  subscribe: (listener: () => void) => () => void;
};

/** One value and its listeners. Setting the same value again tells nobody. */
export class Cell<T> implements Readable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }
}

/** How long work goes on after its last listener left, so that a quick return finds it running. */
const LINGER_MS = 3_000;

/** Runs `start` while anybody listens, and what it returned once nobody has for a while. */
export class Use {
  #users = 0;
  #end: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #start: () => () => void;
  readonly #lingerMs: number;

  constructor(start: () => () => void, lingerMs = LINGER_MS) {
    this.#start = start;
    this.#lingerMs = lingerMs;
  }

  /** Returns how to stop using it; calling that twice does nothing more. */
  take(): () => void {
    this.#users += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#end ??= this.#start();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#users -= 1;
      if (this.#users === 0) this.#timer = setTimeout(() => this.close(), this.#lingerMs);
    };
  }

  /** Ends the work now. Whoever listens still, hears nothing more. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#end?.();
    this.#end = null;
  }
}

/** A readable whose listening keeps `use` running. */
export function whileUsed<T>(cell: Readable<T>, use: Use): Readable<T> {
  return {
    get: cell.get,
    subscribe: (listener) => {
      const leave = cell.subscribe(listener);
      const release = use.take();
      return () => {
        leave();
        release();
      };
    },
  };
}

/** A value worked out from others, whenever it is asked for. */
export function derived<T>(sources: readonly Readable<unknown>[], get: () => T): Readable<T> {
  return {
    get,
    subscribe: (listener) => {
      const stops = sources.map((source) => source.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Runs `start` whenever `readable` is true, and what it returned once it is not. */
export function during(readable: Readable<boolean>, start: () => () => void): () => void {
  let end: (() => void) | null = null;
  const look = () => {
    if (readable.get()) end ??= start();
    else {
      end?.();
      end = null;
    }
  };
  const leave = readable.subscribe(look);
  look();
  return () => {
    leave();
    end?.();
    end = null;
  };
}
