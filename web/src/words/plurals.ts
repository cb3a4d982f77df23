/** The form of a phrase that goes with a number. */

type Forms = { one: string; other: string };

/** Picks the form for a number by the rules of a language; `#` in it stands for the number. */
export function plurals(language: string): (count: number, forms: Forms) => string {
  // Made at the first number: a page that counts nothing does not wait for them.
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return (count, { one, other }) => {
    rules ??= new Intl.PluralRules(language);
    numbers ??= new Intl.NumberFormat(language);
    return (rules.select(count) === "one" ? one : other).replace("#", numbers.format(count));
  };
}
