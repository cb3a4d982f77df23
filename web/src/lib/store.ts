/** What the module that touches Firestore offers, as a type: the module itself is loaded later. */

import type * as firestore from "./firestore";

export type Store = typeof firestore;
