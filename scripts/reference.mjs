// npm run reference: schema, command line, action.yml and failure classes → the generated pages of docs/
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./bundle.mjs";
import { importSource } from "./import-source.mjs";

const { renderPages } = await importSource("scripts/reference/pages.ts");
/** @type {ReadonlyMap<string, string>} */
const pages = renderPages((/** @type {string} */ path) => readFileSync(join(root, path), "utf8"));
for (const [path, text] of pages) {
  await writeFile(join(root, path), text);
  console.log(`${path} is written.`);
}
