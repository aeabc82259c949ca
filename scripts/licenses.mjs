// The licence texts of everything that was bundled. esbuild's own `legalComments` misses nearly all of them.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Folder of the package that a bundled file belongs to, e.g. node_modules/@actions/core. */
function packageFolder(/** @type {string} */ input) {
  return input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
}

async function readLicense(/** @type {string} */ folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n");
}

async function renderPackage(/** @type {string} */ folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const terms = typeof license === "string" ? license : (license?.type ?? "see text");
  const text = (await readLicense(folder)) || "(The package holds no licence file.)";
  return { key: `${name} ${version}`, text: `${name} ${version} — ${terms}\n\n${text}\n` };
}

/** Text of dist/licenses.txt for the files that went into the bundle. */
export async function renderLicenses(/** @type {string[]} */ inputs, /** @type {string} */ root) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map((folder) => renderPackage(join(root, folder))));
  const byName = new Map(packages.map(({ key, text }) => [key, text]));
  const rule = `${"-".repeat(80)}\n`;
  return [...byName.keys()]
    .sort()
    .map((key) => byName.get(key))
    .join(rule);
}
