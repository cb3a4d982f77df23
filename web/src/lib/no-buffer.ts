/**
 * Stands in the browser for Node's `Buffer`, of which Firestore only asks whether a value is one.
 * Without it the bundler brings all of it along: 10 KB, never run.
 */
export function Buffer(): void {}
