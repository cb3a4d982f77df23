/**
 * Stands in the browser for the regular expressions of Firestore's pipelines, which Hearth doesn't
 * use. Without it the bundler brings all of them along: 44 KB, never run.
 */
export const RE2JS = {
  compile(): never {
    throw new Error("Hearth's queries have no regular expressions.");
  },
};
