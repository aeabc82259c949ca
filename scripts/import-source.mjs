import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./bundle.mjs";

// A bundled CommonJS library still asks for Node's own modules by require, which a module of a data: address lacks.
const banner = `import { createRequire as sourceCreateRequire } from "node:module";
const require = sourceCreateRequire(${JSON.stringify(join(root, "package.json"))});`;

/**
 * Imports a module of src/ on any Node that runs the scripts, with or without support for TypeScript.
 *
 * @param {string} entry path from the root of the repository
 */
export async function importSource(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    banner: { js: banner },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
