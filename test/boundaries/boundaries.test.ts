import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, violations } from "./cases.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const biome = join(root, "node_modules/@biomejs/cli-linux-x64/biome");
const planted = mkdtempSync(join(tmpdir(), "surelayer-boundaries-"));

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly file: string;
}

interface BiomeReport {
  readonly summary: { readonly unchanged: number; readonly changed: number };
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string };
  }[];
}

function lint(folder: string): { checked: number; diagnostics: Diagnostic[] } {
  const args = ["lint", "--reporter=json", "--max-diagnostics=none", "src"];
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: "utf8" });
  const { summary, diagnostics } = JSON.parse(stdout) as BiomeReport;
  return {
    checked: summary.unchanged + summary.changed,
    diagnostics: diagnostics.map(({ category, message, location }) => ({
      category,
      message,
      file: location.path,
    })),
  };
}

beforeAll(() => {
  for (const name of ["biome.json", "lint", "package.json", ".gitignore"]) {
    cpSync(join(root, name), join(planted, name), { recursive: true });
  }
  for (const { file, source } of [...violations, ...allowed]) {
    mkdirSync(dirname(join(planted, file)), { recursive: true });
    writeFileSync(join(planted, file), `${source}\n`);
  }
});

afterAll(() => rmSync(planted, { recursive: true, force: true }));

describe("boundaries", () => {
  it("see every planted violation", () => {
    const { diagnostics } = lint(planted);
    const unseen = violations.filter(
      ({ file, says }) => !diagnostics.some((found) => found.file === file && found.message.includes(says)),
    );
    expect(unseen).toEqual([]);
  });

  it("leave alone what keeps the rules", () => {
    const names = new Set(allowed.map(({ file }) => file));
    expect(lint(planted).diagnostics.filter(({ file }) => names.has(file))).toEqual([]);
  });

  it("are looked at in the real sources, and kept", () => {
    const { checked, diagnostics } = lint(root);
    expect(checked).toBeGreaterThan(10);
    expect(
      diagnostics.filter(({ category }) => /plugin|RestrictedGlobals|ImportCycles|ProcessEnv/.test(category)),
    ).toEqual([]);
  });
});
