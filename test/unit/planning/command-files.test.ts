import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNodeFiles } from "../../../src/host/node-files.ts";
import { misspeltFiles } from "../../../src/planning/command-files.ts";
import { scratchFolder } from "../../support/scratch-folder.ts";

const FILES = [
  { from: "app", to: "/app" },
  { from: "run.sh", to: "/usr/bin/run.sh" },
];

async function misspelt(...command: string[]) {
  await using scratch = await scratchFolder();
  const root = scratch.path;
  await mkdir(join(root, "app/lib"), { recursive: true });
  for (const path of ["app/handler.py", "app/lib/words.py", "run.sh"]) await writeFile(join(root, path), "");
  const sources = FILES.map((one) => join(root, one.from));
  const found = await misspeltFiles({ command, files: FILES }, sources, { files: createNodeFiles() });
  return found.map(({ index, message }) => `${index}: ${message}`);
}

describe("a path of the command", () => {
  test("that is nearly a copied file's is a mistake", async () => {
    expect(await misspelt("python3", "/app/handlr.py", "/app/lib/wrods.py")).toEqual([
      "1: there is no `/app/handlr.py` among `files`; did you mean `/app/handler.py`?",
      "2: there is no `/app/lib/wrods.py` among `files`; did you mean `/app/lib/words.py`?",
    ]);
  });

  test("may be anything else: the base or a phase's commands may bring it", async () => {
    expect(
      await misspelt("/app/handler.py", "/app/models/tiny.bin", "/opt/handlr.py", "app/handlr.py"),
    ).toEqual([]);
    expect(await misspelt("/usr/bin/run.sh", "/app")).toEqual([]);
  });
});
