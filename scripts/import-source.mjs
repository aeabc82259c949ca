import { build } from "esbuild";
import { root } from "./bundle.mjs";

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
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
