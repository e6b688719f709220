// node bundle.cjs <overrides>: prints {name: content} of each file of overrides/js/bundles, with all that it imports in
// one file, and of its source map. tests/front_end.py calls it.
const { readdirSync } = require("fs");
const { basename, join } = require("path");
const esbuild = require("esbuild-wasm");

const COMMAND = "scripts/publish test tests/house/test_bundles.py --update-golden";
const [overrides] = process.argv.slice(2), entries = join(overrides, "js", "bundles");
// What other scripts load with import() keeps its exports; the others are scripts by themselves.
const MODULES = ["search.js"];

function optionsFor(name) {
  const isModule = MODULES.includes(name), strict = isModule ? "" : "\n\"use strict\";";
  return {
    absWorkingDir: overrides,
    entryPoints: [join(entries, name)],
    outdir: join(overrides, "bundles"),
    write: false,
    bundle: true,
    minify: true,
    // No newer than what the scripts say themselves, but for import(), without which there is no search.
    target: "es2018",
    supported: { "dynamic-import": true, "import-meta": true },
    format: isModule ? "esm" : "iife",
    banner: { js: `/* Made of overrides/js by: ${COMMAND} */${strict}` },
    charset: "utf8",
    legalComments: "inline",
    // Sources and address are added by site/assets.py, in a preview.
    sourcemap: "external",
    sourcesContent: false,
    nodePaths: [process.env.NODE_PATH],
    define: { "Object.hasOwn": "hasOwn" },
    inject: [join(overrides, "js", "verify", "has-own.js")],
    logLevel: "silent",
  };
}

async function main() {
  const made = {};
  for (const name of readdirSync(entries).sort()) {
    const { outputFiles, warnings } = await esbuild.build(optionsFor(name));
    if (warnings.length) throw new Error((await esbuild.formatMessages(warnings, { kind: "warning" })).join("\n"));
    for (const file of outputFiles) made[basename(file.path)] = file.text;
  }
  return made;
}

main().then((made) => {
  // esbuild's own process would keep this one alive.
  process.stdout.write(JSON.stringify(made), () => process.exit(0));
}, (error) => {
  console.error(error.message);
  process.exit(1);
});
