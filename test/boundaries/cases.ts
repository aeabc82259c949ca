/** A file that breaks a rule of the linter, and what the linter must say of it. Imports between rooms are for rooms.test.ts. */
export interface Violation {
  readonly file: string;
  readonly source: string;
  readonly says: string;
}

const clock = "Only src/host/ reads the clock";
const drawer = "No drawers";
const lines = (count: number) => Array.from({ length: count }, (_, line) => `  f(${line});`).join("\n");

export const violations: readonly Violation[] = [
  { file: "src/plan/clock.ts", source: "export const now = Date.now();", says: clock },
  { file: "src/report/date.ts", source: "export const today = new Date();", says: clock },
  { file: "src/image/chance.ts", source: "export const chance = Math.random();", says: clock },
  { file: "src/docker/seconds.ts", source: "export const seconds = performance.now();", says: clock },
  { file: "src/manifest/process.ts", source: "export const p = process;", says: "process" },
  { file: "src/verify/fetch.ts", source: "export const f = fetch;", says: "variable fetch" },
  { file: "src/retry/timeout.ts", source: "setTimeout(() => {}, 1);", says: "variable setTimeout" },
  { file: "src/pipeline.ts", source: "setInterval(() => {}, 1);", says: "variable setInterval" },
  { file: "src/image/env.ts", source: "export const home = process.env.HOME;", says: "process.env" },
  { file: "src/cli.ts", source: "export const home = process.env.HOME;", says: "process.env" },
  { file: "src/registry/alias.ts", source: "const p = process;\nexport const e = p.env;", says: "process" },

  { file: "src/image/uses-utils.ts", source: `import { a } from "../utils/a.ts";`, says: drawer },
  { file: "src/plan/uses-types.ts", source: `import type { A } from "./types.ts";`, says: drawer },
  { file: "src/host/uses-common.ts", source: `import { a } from "../common.ts";`, says: drawer },
  { file: "src/manifest/zod.ts", source: `import { z } from "zod";\nexport const a = z;`, says: "zod" },
  {
    file: "src/git/cycle-a.ts",
    source: `import type { B } from "./cycle-b.ts";\nexport type A = B;`,
    says: "cycle",
  },
  {
    file: "src/git/cycle-b.ts",
    source: `import type { A } from "./cycle-a.ts";\nexport type B = A;`,
    says: "cycle",
  },
  {
    file: "src/image/long-function.ts",
    source: `export function f(n: number): void {\n${lines(40)}\n  n;\n}`,
    says: "lines",
  },
  { file: "src/image/long-file.ts", source: `export const f = Number;\n${lines(250)}`, says: "lines" },
  {
    file: "src/image/floating.ts",
    source: "async function go(): Promise<void> {}\nexport function f(): void {\n  go();\n}",
    says: "floating",
  },
];

/** Files that keep the rules; the linter must find nothing wrong with them. */
export const allowed: readonly { readonly file: string; readonly source: string }[] = [
  { file: "src/plan/good.ts", source: `import * as z from "zod";\nexport const size = z.number();` },
  { file: "src/report/good.ts", source: "export const day = (time: number) => new Date(time);" },
  { file: "src/index.ts", source: "process.exitCode = 1;" },
  {
    file: "src/host/good.ts",
    source: "export const e = process.env;\nexport const now = Date.now();\nsetTimeout(() => {}, 1);",
  },
];
