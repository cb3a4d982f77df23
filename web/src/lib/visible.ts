/** Characters that no one sees are shown by their number, so that no text hides another one. */

/**
 * What turns the direction of reading, has no width, or spells a text in tags. The joiners and the
 * two marks of direction are part of how languages and emoji are written, and are left alone.
 */
const UNSEEN = /[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\u180e\ufeff\u{e0000}-\u{e007f}]/gu;
/** A flag of a part of a country: a black flag, spelt in tags up to their end. */
const FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}]{2,6}\u{e007f}/gu;

function numbered(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `[U+${number.toString(16).toUpperCase().padStart(4, "0")}]`;
}

export function visible(text: string): string {
  if (text.search(UNSEEN) < 0) return text;
  let shown = "";
  let end = 0;
  for (const { index, 0: flag } of text.matchAll(FLAG)) {
    shown += text.slice(end, index).replace(UNSEEN, numbered) + flag;
    end = index + flag.length;
  }
  return shown + text.slice(end).replace(UNSEEN, numbered);
}
