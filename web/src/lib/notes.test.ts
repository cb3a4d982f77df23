import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Cell } from "./cell";
import type { Listener } from "./firestore";
import { NotesStore } from "./notes";
import type { Note } from "./types";

/** The notes of one account, on a server that may be out of reach. */
class Server {
  readonly notes = new Map<string, Note>();
  reachable = true;
  #tell = () => {};

  write(id: string, text: string): void {
    this.notes.set(id, { id, text, source: null, updatedAt: this.notes.size });
    this.#tell();
  }

  readonly #done = () => (this.reachable ? Promise.resolve() : new Promise<void>(() => {}));

  readonly watchNotes = (_uid: string, _size: number, { next }: Listener<Note[]>) => {
    this.#tell = () => next([...this.notes.values()]);
    this.#tell();
    return () => {};
  };

  readonly createNote = (_uid: string, text: string) => {
    const id = `made-${this.notes.size}`;
    if (this.reachable) this.write(id, text);
    return { id, saved: this.#done() };
  };

  readonly updateNote = (_uid: string, id: string, text: string) => {
    if (this.reachable) this.write(id, text);
    return this.#done();
  };

  readonly deleteNote = (_uid: string, id: string) => {
    this.notes.delete(id);
    return this.#done();
  };

  readonly readNote = (_uid: string, id: string) => Promise.resolve(this.notes.get(id) ?? null);
}

let server = new Server();
let stops: (() => void)[] = [];

/** The notes as a page shows them that has just been opened. */
function page(): NotesStore {
  const notes = new NotesStore("ann", server, new Cell(true));
  stops.push(
    notes.state.subscribe(() => {}),
    () => notes.close(),
  );
  return notes;
}

const texts = (notes: NotesStore) => notes.state.get().notes.map(({ text }) => text);
const stored = () => [...server.notes.values()].map(({ text }) => text);
const settled = () => vi.waitFor(() => expect(localStorage).toHaveLength(0));

beforeEach(() => {
  server = new Server();
});

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  localStorage.clear();
});

it("saves at the next start what was typed a moment before the page was closed", async () => {
  server.write("n", "Bread");
  page().keep("n", "Bread, tea");
  expect(stored()).toEqual(["Bread"]);
  const next = page();
  expect(texts(next)).toEqual(["Bread, tea"]);
  await settled();
  expect(stored()).toEqual(["Bread, tea"]);
});

it("keeps what was saved without a network until the server has it", async () => {
  server.write("n", "Bread");
  server.reachable = false;
  const notes = page();
  notes.keep("n", "Bread, t");
  notes.update("n", "Bread, t");
  notes.keep("n", "Bread, tea");
  server.reachable = true;
  page();
  await settled();
  expect(stored()).toEqual(["Bread, tea"]);
});

it("makes a note of its own of what was typed where another device wrote since", async () => {
  server.write("n", "Bread");
  page().keep("n", "Bread, tea");
  server.write("n", "Bread, jam");
  expect(texts(page())).toEqual(["Bread, jam"]);
  await settled();
  expect(stored()).toEqual(["Bread, jam", "Bread, tea"]);
});

it("has nothing to do once the server has it, and goes on from there", async () => {
  server.write("n", "Bread");
  const notes = page();
  notes.update("n", "Bread, tea");
  await settled();
  notes.keep("n", "Bread, tea, jam");
  page();
  await settled();
  expect(stored()).toEqual(["Bread, tea, jam"]);
});

it("does not bring back what was deleted", async () => {
  server.write("n", "Bread");
  const notes = page();
  notes.keep("n", "Bread, tea");
  await notes.erase("n");
  page();
  await settled();
  expect(stored()).toEqual([]);
});
