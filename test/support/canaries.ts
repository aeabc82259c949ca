import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { secretForms } from "../../src/text/secrets/secret-forms.ts";

/** What a canary is looked for as; its own base64 alignments are those of the product, its parts are the test's. */
function spellings(canary: string): readonly string[] {
  return [...secretForms(canary), Buffer.from(canary).toString("hex"), [...canary].toReversed().join("")];
}

/** Names of the canaries that stand in the content, in any spelling. */
export function canariesIn(
  content: string | Uint8Array,
  canaries: Readonly<Record<string, string>>,
): readonly string[] {
  const bytes = Buffer.from(content);
  return Object.entries(canaries).flatMap(([name, canary]) =>
    spellings(canary).some((one) => bytes.includes(one)) ? [name] : [],
  );
}

/** Files below a folder that hold a canary, as `path: name of the canary`. */
export async function canariesBelow(
  folder: string,
  canaries: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const found = await Promise.all(
    files.map(async (path) => canariesIn(await readFile(path), canaries).map((name) => `${path}: ${name}`)),
  );
  return found.flat();
}
