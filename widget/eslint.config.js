// Besides the usual: no way from text to markup, anywhere.
import tseslint from "typescript-eslint";

const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML", "setHTML", "setHTMLUnsafe", "createContextualFragment", "srcdoc"];
const noMarkup = [
  "error",
  ...MARKUP.map((name) => ({
    selector: `MemberExpression[property.name='${name}'], JSXAttribute[name.name='${name}'], Property[key.name='${name}']`,
    message: `${name} turns text into markup; make elements or vnodes.`,
  })),
  { selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write/]", message: "document.write turns text into markup." },
  { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: "A style attribute falls to the page's policy; use style.setProperty." },
];

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**"] },
  {
    files: ["src/**/*.{ts,tsx}", "test/**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-syntax": noMarkup,
      "no-eval": "error",
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
      // What comes from pages, storage and servers is not what the types say; and props are functions without `this`.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["pages/**/*.js", "scripts/**/*.mjs"],
    extends: [tseslint.configs.base],
    rules: { "no-restricted-syntax": noMarkup, "no-eval": "error", "max-lines": ["error", 250], "no-undef": "off", "no-unused-vars": "error" },
  },
);
