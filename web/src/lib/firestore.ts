/**
 * Everything of the client that touches Firestore: listeners that yield decoded values, and the
 * few writes that a member may make. Loaded after the first paint, for its size.
 */

import {
  arrayRemove,
  clearIndexedDbPersistence,
  collection,
  collectionGroup,
  type CollectionReference,
  connectFirestoreEmulator,
  deleteDoc,
  doc,
  documentId,
  type DocumentSnapshot,
  type Firestore,
  getDoc,
  getDocFromServer,
  getDocs,
  getDocsFromCache,
  initializeFirestore,
  limit,
  limitToLast,
  onSnapshot,
  orderBy,
  persistentLocalCache,
  persistentMultipleTabManager,
  query,
  type Query,
  type QueryConstraint,
  type QuerySnapshot,
  runTransaction,
  serverTimestamp,
  setDoc,
  startAfter,
  terminate,
  Timestamp,
  updateDoc,
  where,
} from "@firebase/firestore";
import {
  type BudgetRequest,
  decodeAllowance,
  decodeMemberBudget,
  decodeMonth,
  decodeRequest,
  decodeShare,
  type Month,
  type Share,
} from "./community";
import { config } from "./config";
import {
  type Account,
  decodeAccount,
  decodeAgent,
  decodeMessage,
  decodeModel,
  decodeNote,
  decodePersonalAgent,
  decodePreferences,
  decodeProviders,
  decodeSettings,
  decodeThread,
  decodePicture,
  decodeToken,
  type Doc,
} from "./decode";
import { reportOnce } from "./errors";
import { firebaseApp } from "./firebase";
import { newId } from "./ids";
import { type AllowingThread, decodeAllowed, decodeAllowingThread } from "./permissions";
import type { Agent, Message, Model, Note, PersonalAgent, Picture, Thread, Token } from "./types";

/** Told of every value, and of an error; the listener tries again by itself after an error. */
export type Listener<T> = { next: (value: T) => void; fail?: (code: string) => void };
/** The text of one message, and where it was said. */
export type Said = { threadId: string; text: string };
type Stop = () => void;

const RELISTEN_FIRST_MS = 2_000;
const RELISTEN_LONGEST_MS = 60_000;
const CLEAR_ATTEMPTS = 5;
const CLEAR_AGAIN_MS = 400;

/** What the rules let nobody exceed; see firestore.rules. */
const THREADS_AT_ONCE = 1_000;
const MESSAGES_AT_ONCE = 2_000;
const PICTURES_AT_ONCE = 20;
const NOTES_AT_ONCE = 500;
const PERSONAL_AGENTS_AT_ONCE = 100;
const TOKENS_AT_ONCE = 100;
const SHARES_AT_ONCE = 200;
const MONTHS_AT_ONCE = 100;
const ALLOWING_THREADS_AT_ONCE = 200;

let database: Firestore | null = null;

function db(): Firestore {
  if (database !== null) return database;
  const tabManager = persistentMultipleTabManager();
  database = initializeFirestore(firebaseApp(), {
    localCache: persistentLocalCache({ tabManager }),
  });
  const { emulators } = config();
  if (emulators) {
    const { hostname, port } = new URL(`http://${emulators.firestore}`);
    connectFirestoreEmulator(database, hostname, Number(port));
  }
  return database;
}

/** Ends Firestore on this page and forgets what it kept on this device. */
export async function forget(): Promise<void> {
  const ended = database;
  if (ended === null) return;
  database = null;
  await terminate(ended);
  const { locks } = navigator as { locks?: LockManager | null };
  if (!locks) await clear(ended);
  // Every tab ends, one clears: a second time might hit whoever signs in next.
  else {
    await locks.request("hearth-forget", { ifAvailable: true }, (lock) => lock && clear(ended));
  }
}

async function clear(ended: Firestore): Promise<void> {
  for (let attempt = 0; attempt < CLEAR_ATTEMPTS; attempt += 1) {
    try {
      await clearIndexedDbPersistence(ended);
      return;
    } catch {
      // Another tab still has it open; it ends too, in a moment.
      await new Promise((resolve) => setTimeout(resolve, CLEAR_AGAIN_MS));
    }
  }
}

export function watchAccount(uid: string, listener: Listener<Account | null>): Stop {
  return watchDoc(["users", uid], decodeAccount, listener);
}

export function watchAgent(id: string, listener: Listener<Agent | null>): Stop {
  return watchDoc(["agents", id], decodeAgent, listener, "none if unknown");
}

export function watchSettings(listener: Listener<ReturnType<typeof decodeSettings> | null>): Stop {
  return watchDoc(["settings", "app"], decodeSettings, listener, "none if unknown");
}

export function watchProviders(
  listener: Listener<ReturnType<typeof decodeProviders> | null>,
): Stop {
  return watchDoc(["settings", "providers"], decodeProviders, listener, "none if unknown");
}

export function watchPreferences(
  uid: string,
  listener: Listener<ReturnType<typeof decodePreferences> | null>,
): Stop {
  const path = ["users", uid, "preferences", "app"] as const;
  return watchDoc([...path], decodePreferences, listener, "none if unknown");
}

export function watchModels(listener: Listener<Model[]>): Stop {
  const enabled = () =>
    query(collection(db(), "models"), where("enabled", "==", true), orderBy("order"));
  return watchList("models", enabled, decodeModel, listener);
}

/** The newest `size` threads that are in the archive, or that are not. */
export function watchThreads(
  uid: string,
  archived: boolean,
  size: number,
  listener: Listener<Thread[]>,
): Stop {
  const newest = () =>
    query(
      collection(db(), "users", uid, "threads"),
      where("archived", "==", archived),
      orderBy("pinned", "desc"),
      orderBy("updatedAt", "desc"),
      limit(size),
    );
  return watchList("threads", newest, decodeThread, listener);
}

export function watchNotes(uid: string, size: number, listener: Listener<Note[]>): Stop {
  const newest = () =>
    query(collection(db(), "users", uid, "notes"), orderBy("updatedAt", "desc"), limit(size));
  return watchList("notes", newest, decodeNote, listener);
}

export function watchPersonalAgents(uid: string, listener: Listener<PersonalAgent[]>): Stop {
  const byName = () =>
    query(
      collection(db(), "users", uid, "agents"),
      orderBy("name"),
      limit(PERSONAL_AGENTS_AT_ONCE),
    );
  return watchList("personal agents", byName, decodePersonalAgent, listener);
}

export function watchTokens(uid: string, listener: Listener<Token[]>): Stop {
  const newest = () =>
    query(
      collection(db(), "users", uid, "tokens"),
      orderBy("createdAt", "desc"),
      limit(TOKENS_AT_ONCE),
    );
  return watchList("tokens", newest, decodeToken, listener);
}

/** What the member has allowed tools for good. */
export function watchAllowed(uid: string, listener: Listener<string[] | null>): Stop {
  const path = ["users", uid, "preferences", "approvals"] as const;
  return watchDoc([...path], decodeAllowed, listener, "none if unknown");
}

/** The threads in which the member has allowed something. */
export function watchAllowingThreads(uid: string, listener: Listener<AllowingThread[]>): Stop {
  const allowing = () =>
    query(
      collection(db(), "users", uid, "threads"),
      orderBy("allowed"),
      limit(ALLOWING_THREADS_AT_ONCE),
    );
  return watchList("threads with permissions", allowing, decodeAllowingThread, listener);
}

/** Takes back one permission: that of a thread, or for `null` the one that holds everywhere. */
export async function takeBack(uid: string, key: string, threadId: string | null): Promise<void> {
  const path = threadId === null ? ["preferences", "approvals"] : ["threads", threadId];
  await updateDoc(doc(db(), "users", uid, ...path), { allowed: arrayRemove(key) });
}

export function watchAllowance(
  uid: string,
  listener: Listener<ReturnType<typeof decodeAllowance> | null>,
): Stop {
  return watchDoc(["users", uid], decodeAllowance, listener);
}

/** The budget of a member who has none of their own. */
export function watchMemberBudget(listener: Listener<number | null>): Stop {
  return watchDoc<number | null>(
    ["settings", "app"],
    decodeMemberBudget,
    listener,
    "none if unknown",
  );
}

export function watchMonth(uid: string, month: string, listener: Listener<Month | null>): Stop {
  return watchDoc(["users", uid, "usage", month], decodeMonth, listener, "none if unknown");
}

export async function readMonths(uid: string): Promise<Month[]> {
  return (await readPages(collection(db(), "users", uid, "usage"), MONTHS_AT_ONCE)).map(
    decodeMonth,
  );
}

export function watchRequest(
  uid: string,
  month: string,
  listener: Listener<BudgetRequest | null>,
): Stop {
  const path = ["users", uid, "requests", month] as const;
  return watchDoc<BudgetRequest | null>([...path], decodeRequest, listener, "none if unknown");
}

export async function askForMore(
  uid: string,
  month: string,
  usd: number,
  note: string,
): Promise<void> {
  const fields = { usd, note, createdAt: serverTimestamp() };
  await setDoc(doc(db(), "users", uid, "requests", month), fields);
}

export function watchShares(uid: string, listener: Listener<Share[]>): Stop {
  const newest = () =>
    query(
      collection(db(), "users", uid, "shares"),
      orderBy("createdAt", "desc"),
      limit(SHARES_AT_ONCE),
    );
  return watchList("shares", newest, decodeShare, listener);
}

/** The newest `size` messages of a thread, oldest first. */
export function watchMessages(
  uid: string,
  threadId: string,
  size: number,
  listener: Listener<Message[]>,
): Stop {
  const newest = () =>
    query(
      collection(db(), "users", uid, "threads", threadId, "messages"),
      orderBy("createdAt"),
      limitToLast(size),
    );
  return watchList("messages", newest, decodeMessage, listener);
}

/** `null` once the server says that there is no such thread; silence while it can't be known. */
export function watchThread(
  uid: string,
  threadId: string,
  listener: Listener<Thread | null>,
): Stop {
  return watchDoc(["users", uid, "threads", threadId], decodeThread, listener);
}

/** A message as the server has it now; `null` when there is none. */
export async function readMessage(uid: string, threadId: string, id: string) {
  const snapshot = await getDocFromServer(messageRef(uid, threadId, id));
  return snapshot.exists() ? decodeMessage(docOf(snapshot)) : null;
}

export async function updateThread(
  uid: string,
  threadId: string,
  change: Partial<Omit<Thread, "id" | "createdAt" | "updatedAt" | "seenAt">>,
): Promise<void> {
  await updateDoc(doc(db(), "users", uid, "threads", threadId), change);
}

export async function markThreadSeen(uid: string, threadId: string, at: number): Promise<void> {
  const seenAt = Timestamp.fromMillis(at);
  await updateDoc(doc(db(), "users", uid, "threads", threadId), { seenAt });
}

export async function deleteThread(uid: string, threadId: string): Promise<void> {
  await deleteDoc(doc(db(), "users", uid, "threads", threadId));
}

export async function stopReply(uid: string, threadId: string, id: string): Promise<void> {
  await updateDoc(messageRef(uid, threadId, id), { stop: true });
}

/**
 * Marks a reply without a sign of life as interrupted. The rules decide by the server's clock; a
 * transaction, so that a refusal never shows on this device.
 */
export async function markInterrupted(uid: string, threadId: string, id: string): Promise<void> {
  await runTransaction(db(), (transaction) => {
    transaction.update(messageRef(uid, threadId, id), { status: "interrupted" });
    return Promise.resolve();
  });
}

/**
 * Stores a picture, once however often it is tried. A transaction, so that nothing of it waits on
 * this device: the outbox does that.
 */
export async function createPicture(
  uid: string,
  threadId: string,
  { id, mediaType, data }: Picture,
): Promise<void> {
  const at = pictureRef(uid, threadId, id);
  await runTransaction(db(), async (transaction) => {
    if ((await transaction.get(at)).exists()) return;
    transaction.set(at, { mediaType, data, createdAt: serverTimestamp() });
  });
}

/** A picture as this device or the server has it; `null` when there is none. */
export async function readPicture(
  uid: string,
  threadId: string,
  id: string,
): Promise<Picture | null> {
  const snapshot = await getDoc(pictureRef(uid, threadId, id));
  return snapshot.exists() ? decodePicture(docOf(snapshot)) : null;
}

/** Every thread of the member, in the archive too; read page by page. */
export async function readThreads(uid: string): Promise<Thread[]> {
  const all = collection(db(), "users", uid, "threads");
  return (await readPages(all, THREADS_AT_ONCE)).map(decodeThread);
}

/** Every message of a thread, on every branch, oldest first. */
export async function readMessages(uid: string, threadId: string): Promise<Message[]> {
  const all = collection(db(), "users", uid, "threads", threadId, "messages");
  const found = (await readPages(all, MESSAGES_AT_ONCE)).flatMap((doc) => decodeMessage(doc) ?? []);
  return found.sort((a, b) => a.createdAt - b.createdAt);
}

export async function readPictures(uid: string, threadId: string): Promise<Picture[]> {
  const all = collection(db(), "users", uid, "threads", threadId, "images");
  return (await readPages(all, PICTURES_AT_ONCE)).flatMap((doc) => decodePicture(doc) ?? []);
}

export async function readNotes(uid: string): Promise<Note[]> {
  return (await readPages(collection(db(), "users", uid, "notes"), NOTES_AT_ONCE)).map(decodeNote);
}

/** All documents of a collection, by id, no more at once than the rules allow. */
async function readPages(all: CollectionReference, atOnce: number): Promise<Doc[]> {
  const docs: Doc[] = [];
  let last: DocumentSnapshot | null = null;
  for (;;) {
    const after: QueryConstraint[] = last ? [startAfter(last)] : [];
    const page: QuerySnapshot = await getDocs(
      query(all, orderBy(documentId()), ...after, limit(atOnce)),
    );
    docs.push(...page.docs.map(docOf));
    last = page.docs.at(-1) ?? null;
    if (page.size < atOnce) return docs;
  }
}

/** What this device holds of threads and of what was said in them. Nothing is fetched. */
export async function readCached(): Promise<{ threads: Thread[]; said: Said[] }> {
  const [threads, messages] = await Promise.all([
    getDocsFromCache(collectionGroup(db(), "threads")),
    getDocsFromCache(collectionGroup(db(), "messages")),
  ]);
  return {
    threads: threads.docs.map((found) => decodeThread(docOf(found))),
    said: messages.docs.flatMap((found) => {
      const message = decodeMessage(docOf(found));
      const threadId = found.ref.parent.parent?.id;
      const texts = message?.parts.map((part) => (part.type === "text" ? part.text : "")) ?? [];
      return threadId ? [{ threadId, text: texts.join(" ") }] : [];
    }),
  };
}

export async function savePreferences(
  uid: string,
  change: { agent?: string; model?: string },
): Promise<void> {
  await setDoc(doc(db(), "users", uid, "preferences", "app"), change, { merge: true });
}

/** Returns the new note's id at once; it is on screen before the server has it. */
export function createNote(uid: string, text: string, source: Note["source"]) {
  const id = newId();
  const fields = { text, source, updatedAt: serverTimestamp() };
  return { id, saved: setDoc(doc(db(), "users", uid, "notes", id), fields) };
}

/** `null` when there is none. Without a network, as this device knows it. */
export async function readNote(uid: string, id: string): Promise<Note | null> {
  const snapshot = await getDoc(doc(db(), "users", uid, "notes", id));
  return snapshot.exists() ? decodeNote(docOf(snapshot)) : null;
}

export async function updateNote(uid: string, id: string, text: string): Promise<void> {
  await updateDoc(doc(db(), "users", uid, "notes", id), { text, updatedAt: serverTimestamp() });
}

export async function deleteNote(uid: string, id: string): Promise<void> {
  await deleteDoc(doc(db(), "users", uid, "notes", id));
}

/** Makes a personal agent, or writes all of one anew. */
export async function savePersonalAgent(
  uid: string,
  { id, ...fields }: PersonalAgent,
): Promise<void> {
  await setDoc(doc(db(), "users", uid, "agents", id), fields);
}

export async function deletePersonalAgent(uid: string, id: string): Promise<void> {
  await deleteDoc(doc(db(), "users", uid, "agents", id));
}

function pictureRef(uid: string, threadId: string, id: string) {
  return doc(db(), "users", uid, "threads", threadId, "images", id);
}

function messageRef(uid: string, threadId: string, id: string) {
  return doc(db(), "users", uid, "threads", threadId, "messages", id);
}

/**
 * Tells of a document, and `null` when there is none. What this device does not have while it can't
 * ask is told as none only on request: for what one can do without until the server is heard.
 */
function watchDoc<T>(
  path: [string, ...string[]],
  decode: (doc: Doc) => T,
  { next, fail }: Listener<T | null>,
  unknown: "silence" | "none if unknown" = "silence",
): Stop {
  return keepListening(path.join("/"), fail, (failed, heard) => {
    let told: string | undefined;
    return onSnapshot(
      doc(db(), ...path),
      { includeMetadataChanges: true },
      (snapshot) => {
        heard();
        const known = snapshot.exists() || !snapshot.metadata.fromCache || unknown !== "silence";
        if (!known) return;
        const value = snapshot.exists() ? decode(docOf(snapshot)) : null;
        // The server has often but confirmed what was told: nobody need draw it again.
        const text = JSON.stringify(value);
        if (text !== told) next(value);
        told = text;
      },
      (error) => failed(error.code),
    );
  });
}

/** Decodes only what changed, so that an unchanged document stays the same value. */
function watchList<T>(
  name: string,
  of: () => Query,
  decode: (doc: Doc) => T | null,
  { next, fail }: Listener<T[]>,
): Stop {
  return keepListening(name, fail, (failed, heard) => {
    const known = new Map<string, T | null>();
    return onSnapshot(
      of(),
      (snapshot) => {
        heard();
        for (const change of snapshot.docChanges()) {
          if (change.type === "removed") known.delete(change.doc.id);
          else known.set(change.doc.id, decode(docOf(change.doc)));
        }
        next(snapshot.docs.flatMap(({ id }) => known.get(id) ?? []));
      },
      (error) => failed(error.code),
    );
  });
}

/** Firestore ends a listener for good when it fails: this one begins again, ever more patiently. */
function keepListening(
  name: string,
  fail: ((code: string) => void) | undefined,
  listen: (failed: (code: string) => void, heard: () => void) => Stop,
): Stop {
  let stop: Stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = RELISTEN_FIRST_MS;
  const begin = () => {
    stop = listen(
      (code) => {
        reportOnce(`listening to ${name} failed`, code);
        fail?.(code);
        timer = setTimeout(begin, delay);
        delay = Math.min(delay * 2, RELISTEN_LONGEST_MS);
      },
      () => (delay = RELISTEN_FIRST_MS),
    );
  };
  begin();
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function docOf(snapshot: DocumentSnapshot): Doc {
  const fields = snapshot.data({ serverTimestamps: "estimate" }) ?? {};
  return { path: snapshot.ref.path, id: snapshot.id, fields };
}
