// npm run schema: the manifest's zod schema → install.schema.json
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./bundle.mjs";
import { importSource } from "./import-source.mjs";

const { renderSchema } = await importSource("src/manifest/json-schema.ts");
await writeFile(join(root, "install.schema.json"), renderSchema());
console.log("install.schema.json is written.");
