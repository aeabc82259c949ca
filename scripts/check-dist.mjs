// Is the committed dist/ what src/ gives? Bundles again into a temporary folder and compares every byte.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, filesBelow, root } from "./bundle.mjs";

/** Names of the files that are missing on one side or differ. */
async function differences(/** @type {string} */ committed, /** @type {string} */ rebuilt) {
  const names = new Set([...(await filesBelow(committed)), ...(await filesBelow(rebuilt))]);
  const different = [];
  for (const name of names) {
    const [before, after] = await Promise.all(
      [committed, rebuilt].map((folder) => readFile(join(folder, name)).catch(() => undefined)),
    );
    if (!(before && after?.equals(before))) different.push(name);
  }
  return { compared: names.size, different };
}

const folder = await mkdtemp(join(tmpdir(), "surelayer-dist-"));
try {
  const rebuilt = join(folder, "dist");
  await bundle(rebuilt);
  const { compared, different } = await differences(join(root, "dist"), rebuilt);
  if (different.length > 0) {
    console.error(
      `dist/ is not what src/ gives: ${different.join(", ")}\nRun npm run build and commit dist/.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`dist/ is what src/ gives: ${compared} files are the same.`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
