// npm run architecture: lint/rooms.json and the imports of src/ → the part about rooms in docs/ARCHITECTURE.md
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./bundle.mjs";
import { importSource } from "./import-source.mjs";

const { freshMap, MAP } = await importSource("test/boundaries/render-rooms.ts");
await writeFile(join(root, MAP), freshMap(root));
console.log(`${MAP} is written.`);
