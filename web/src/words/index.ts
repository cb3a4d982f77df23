/**
 * The words of the room, in the language that is spoken now. Read them where they are drawn or
 * said: a value that is worked out when a module is loaded would stay in English.
 */

import { en, type Words } from "./en";
import { catalogue } from "./language";

export let words: Words = catalogue.get()?.words ?? en;

catalogue.subscribe(() => {
  words = catalogue.get()?.words ?? en;
});
