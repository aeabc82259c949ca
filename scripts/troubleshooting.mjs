// npm run troubleshooting: the table of failure classes → docs/TROUBLESHOOTING.md
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./bundle.mjs";
import { importSource } from "./import-source.mjs";

const { renderTroubleshooting } = await importSource("src/failures/render-troubleshooting.ts");
await writeFile(join(root, "docs/TROUBLESHOOTING.md"), renderTroubleshooting());
console.log("docs/TROUBLESHOOTING.md is written.");
