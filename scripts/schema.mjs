// npm run schema: the manifest's zod schema → install.schema.json
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./bundle.mjs";

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["src/manifest/json-schema.ts"],
  bundle: true,
  write: false,
  platform: "node",
  format: "esm",
});
const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
const { renderSchema } = await import(`data:text/javascript;base64,${code}`);
await writeFile(join(root, "install.schema.json"), renderSchema());
console.log("install.schema.json is written.");
