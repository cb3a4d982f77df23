/** The words of the pages over the room: agents, tokens, the community, the way out. */

import { enPages, type Pages } from "./en-pages";
import { catalogue } from "./language";

export let pages: Pages = catalogue.get()?.pages ?? enPages;

catalogue.subscribe(() => {
  pages = catalogue.get()?.pages ?? enPages;
});
