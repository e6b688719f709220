// One style of JavaScript for overrides/js, and for what runs in Node.js here. NODE_PATH leads to the rules.
const js = require("@eslint/js");
const stylistic = require("@stylistic/eslint-plugin");

const WIDTH = 120;
const BROWSER = [
  "addEventListener", "clearTimeout", "dispatchEvent", "document", "Event", "fetch", "FileReader", "getComputedStyle",
  "history", "innerHeight", "localStorage", "location", "navigator", "Node", "requestAnimationFrame", "scrollY",
  "setTimeout", "TextDecoder", "URL", "URLSearchParams", "window",
];

function known(names) { return Object.fromEntries(names.map((name) => [name, "readonly"])); }

module.exports = [
  js.configs.recommended,
  stylistic.configs.customize({ quotes: "double", semi: true, braceStyle: "1tbs", arrowParens: true }),
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "arrow-body-style": "error",
      "consistent-return": "error",
      "eqeqeq": "error",
      "no-else-return": "error",
      "no-implicit-globals": "error",
      "no-nested-ternary": "error",
      "no-param-reassign": "error",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      "no-useless-concat": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-arrow-callback": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "@stylistic/list-style": "off",
      "@stylistic/max-len": ["error", { code: WIDTH, ignoreUrls: true }],
      "@stylistic/max-statements-per-line": ["error", { max: 2 }],
      "@stylistic/operator-linebreak": ["error", "before"],
    },
  },
  {
    files: ["overrides/**/*.js"],
    languageOptions: { ecmaVersion: 2020, sourceType: "module", globals: known(BROWSER) },
  },
  {
    files: ["tests/node/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: known(["console", "module", "process", "require"]) },
  },
];
