/**
 * How long a source's tokens take, by characters and by one regular expression: `run.ts FOLDER [--rounds 5]`, where FOLDER
 * holds Python files, for example the standard library's. Both read the same texts in turns, in one process.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readTokens } from "../../src/wheels/sampling/source-tokens.ts";
import { tokensByPattern } from "./tokens-by-pattern.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error("Usage: run.ts FOLDER [--rounds N]");

const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".py"));
const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
const characters = texts.reduce((sum, text) => sum + text.length, 0);
console.log(`${names.length} files, ${(characters / 1e6).toFixed(1)} million characters`);

function milliseconds(read: typeof readTokens): number {
  let seen = 0;
  const count = () => {
    seen += 1;
  };
  const start = performance.now();
  for (const text of texts)
    read(text, { string: count, name: count, number: count, operator: count, endLine: count });
  if (seen === 0) throw new Error("no token was seen");
  return performance.now() - start;
}

for (let round = 1; round <= Number(values.rounds); round++) {
  const [pattern, byCharacter] = [milliseconds(tokensByPattern), milliseconds(readTokens)];
  const ratio = (byCharacter / pattern).toFixed(2);
  console.log(
    `round ${round}: ${pattern.toFixed(0)} ms by pattern, ${byCharacter.toFixed(0)} ms by character: ${ratio}`,
  );
}
