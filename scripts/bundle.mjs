// How src/ becomes the committed bundle: same bytes from any folder, and on any Node from 20 on.
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { renderLicenses } from "./licenses.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

// Libraries inside an ES module still ask for require, __filename and __dirname. The names are odd because a
// bundled library may declare the usual ones itself. Node keeps deprecated calls of libraries in node_modules to itself, but
// would tell users of a bundle about them.
const banner = `process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);`;

// What dockerode loads for ssh:// hosts and BuildKit sessions, neither of which we use. ssh2's native add-ons would
// also make the bundle depend on whether the building machine has a compiler.
const leftOut = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$|\.node$/;

/** @type {import("esbuild").Plugin} */
const stubs = {
  name: "left-out",
  setup(esbuild) {
    esbuild.onResolve({ filter: leftOut }, ({ path }) => ({ path, namespace: "left-out" }));
    esbuild.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, {
        get: (_, name) => function leftOut() { throw new Error(${JSON.stringify(path)} + " is not part of this bundle"); },
      });`,
    }));
  },
};

/** @returns {import("esbuild").BuildOptions} */
function options(/** @type {string} */ outdir) {
  return {
    absWorkingDir: root,
    entryPoints: { index: "src/index.ts", cli: "src/cli.ts" },
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    banner: { js: banner },
    define: { __filename: "bundleFilename", __dirname: "bundleDirname" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [stubs],
  };
}

/** Bundles into an emptied `outdir`. */
export async function bundle(/** @type {string} */ outdir) {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({ ...options(outdir), metafile: true });
  await writeFile(join(outdir, "licenses.txt"), await renderLicenses(Object.keys(metafile.inputs), root));
}

/** Names of all files below a folder, sorted; none when it doesn't exist. */
export async function filesBelow(/** @type {string} */ folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}
