// npm run build: src/ → dist/
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { bundle, filesBelow, root } from "./bundle.mjs";

const dist = join(root, "dist");
await bundle(dist);
for (const name of await filesBelow(dist)) {
  const { size } = await stat(join(dist, name));
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  dist/${name}`);
}
