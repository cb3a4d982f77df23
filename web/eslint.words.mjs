/** What keeps every word that a person can read or hear in src/words. */

const READ = "/^(aria-label|aria-description|alt|title|placeholder|label|hint|heading|empty)$/";
/** Hearth is called Hearth in every language. */
const WORD = "[value=/^(?!\\s*Hearth\\s*$)[^]*[A-Za-z]{2}/]";
const SENTENCE = "[value=/^[A-Z].* .*[.?!…]$/]";
const message = "Words that a person reads or hears stand in src/words, in every language.";

const restricted = [
  `JSXText${WORD}`,
  `JSXElement:not([openingElement.name.name="code"]) > JSXExpressionContainer > Literal${WORD}`,
  `JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal${WORD}`,
  `JSXAttribute[name.name=${READ}] > Literal${WORD}`,
  `JSXAttribute[name.name=${READ}] > JSXExpressionContainer > :matches(Literal${WORD}, :matches(ConditionalExpression, LogicalExpression) > Literal${WORD})`,
  `JSXAttribute[name.name=${READ}] > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2}/]`,
  `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2} /]`,
  `CallExpression[callee.name="toast"] > :matches(Literal, TemplateLiteral)`,
  `:not(NewExpression) > Literal${SENTENCE}`,
].map((selector) => ({ selector, message }));

/** Words that are read while a module is loaded would stay in the language of that moment. */
const readLate = {
  meta: {
    type: "problem",
    schema: [],
    messages: { early: "Read words where they are drawn: here they would stay in English." },
  },
  create: (context) => ({
    "MemberExpression[object.name=/^(words|pages)$/]"(node) {
      const inside = context.sourceCode.getAncestors(node);
      const late = inside.some(({ type }) => /Function|PropertyDefinition/.test(type));
      if (!late) context.report({ node, messageId: "early" });
    },
  }),
};

export const wordRules = {
  files: ["src/**/*.ts", "src/**/*.tsx"],
  ignores: ["src/words/**", "src/**/*.test.*", "src/app/layout.tsx"],
  plugins: { words: { rules: { "read-late": readLate } } },
  rules: { "no-restricted-syntax": ["error", ...restricted], "words/read-late": "error" },
};
