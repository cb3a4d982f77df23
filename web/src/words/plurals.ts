/** The form of a phrase that goes with a number. */

type Forms = { one: string; other: string };

/** Picks the form for a number by the rules of a language; `#` in it stands for the number. */
export function plurals(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, { one, other }) =>
    (rules.select(count) === "one" ? one : other).replace("#", numbers.format(count));
}
