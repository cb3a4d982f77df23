/** Sentences with something drawn in the middle of them. */

import { createElement, Fragment, type ReactNode } from "react";

export type Rich = ReactNode;

/** A sentence in which a name is set off, or a link stands: rich`You are ${name}.` */
export function rich(sentence: TemplateStringsArray, ...drawn: Rich[]): Rich {
  const pieces = sentence.flatMap((text, at) => [text, drawn[at]]);
  return createElement(Fragment, null, ...pieces);
}
