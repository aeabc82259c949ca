import type { Container } from "../../src/ports/engine.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { jsonAnswer } from "../../src/toolbox/json-answer.ts";

/** A file that a test puts into a container, and what a cleanup should do with it. */
export interface PlantedFile {
  readonly path: string;
  readonly kilobytes?: number;
  readonly text?: string;
  /** Days since it was written; 0 unless told. */
  readonly days?: number;
  readonly linkTo?: string;
  readonly hardLinkTo?: string;
  readonly fate: "goes" | "stays";
}

const PLANT = `
import json, os, sys, time
for one in json.loads(sys.argv[1]):
    path = one["path"]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if "linkTo" in one:
        os.symlink(one["linkTo"], path)
        continue
    if "hardLinkTo" in one:
        os.link(one["hardLinkTo"], path)
        continue
    with open(path, "wb") as file:
        file.write(one.get("text", "").encode() + os.urandom(1000 * one.get("kilobytes", 0)))
    when = time.time() - 86400 * one.get("days", 0)
    os.utime(path, (when, when))
`;

/** Paths that are there, by content hash and date: written without the product's code. */
const LIST = `
import hashlib, json, os, sys
found = {}
for path in json.loads(sys.argv[1]):
    if os.path.islink(path):
        found[path] = "-> " + os.readlink(path)
    elif os.path.isfile(path):
        with open(path, "rb") as file:
            found[path] = "%s %d" % (hashlib.sha256(file.read()).hexdigest(), os.stat(path).st_mtime)
print(json.dumps(found))
`;

export async function plant(
  container: Container,
  python: string,
  files: readonly PlantedFile[],
): Promise<void> {
  const result = await execText(container, { command: [python, "-c", PLANT, JSON.stringify(files)] });
  if (result.exitCode !== 0) throw new Error(result.stderr);
}

/** Path → content and date. */
export type Standing = Readonly<Record<string, string>>;

/** What stands at each path now; nothing at those that are gone. */
export async function standing(
  container: Container,
  python: string,
  files: readonly PlantedFile[],
): Promise<Standing> {
  const paths = JSON.stringify(files.map((one) => one.path));
  const result = await execText(container, { command: [python, "-c", LIST, paths] });
  return jsonAnswer(result.stdout) as Standing;
}
