/** A file that breaks a rule of docs/ARCHITECTURE.md, and what the linter must say of it. */
export interface Violation {
  readonly file: string;
  readonly source: string;
  readonly says: string;
}

const pure = "A pure stage";
const port = "Import the interface";
const dockerode = "Only src/docker/ imports dockerode.";
const actions = "Only src/host/ imports @actions/*.";
const drawer = "No drawers";
const lines = (count: number) => Array.from({ length: count }, (_, line) => `  f(${line});`).join("\n");

export const violations: readonly Violation[] = [
  { file: "src/manifest/fs.ts", source: `import "node:fs";`, says: pure },
  { file: "src/plan/path-type.ts", source: `export type { ParsedPath } from "node:path";`, says: pure },
  { file: "src/plan/engine.ts", source: `import type { Engine } from "../docker/engine.ts";`, says: pure },
  { file: "src/report/ports.ts", source: `import type { Clock } from "../host/ports.ts";`, says: pure },
  { file: "src/report/registry.ts", source: `await import("../registry/registry.ts");`, says: pure },
  { file: "src/plan/clock.ts", source: "export const now = Date.now();", says: pure },
  { file: "src/report/date.ts", source: "export const today = new Date();", says: pure },
  { file: "src/plan/chance.ts", source: "export const chance = Math.random();", says: pure },
  { file: "src/manifest/process.ts", source: "export const p = process;", says: "process" },

  { file: "src/build/dockerode.ts", source: `import Docker from "dockerode";`, says: dockerode },
  { file: "src/registry/dockerode.ts", source: `import type Docker from "dockerode";`, says: dockerode },
  { file: "src/host/dockerode.ts", source: `import Docker from "dockerode";`, says: dockerode },
  { file: "src/cli.ts", source: `import Docker from "dockerode";`, says: dockerode },
  { file: "src/resolve/core.ts", source: `import { info } from "@actions/core";`, says: actions },
  { file: "src/docker/core.ts", source: `import { info } from "@actions/core";`, says: actions },
  { file: "src/index.ts", source: `import { info } from "@actions/core";`, says: actions },

  { file: "src/build/adapter.ts", source: `import "../docker/dockerode-engine.ts";`, says: port },
  { file: "src/verify/adapter.ts", source: `import type { A } from "../docker/labels.ts";`, says: port },
  { file: "src/push/adapter.ts", source: `export { a } from "../registry/http-registry.ts";`, says: port },
  { file: "src/quickstart/adapter.ts", source: `await import("../host/console-logger.ts");`, says: port },
  { file: "src/pipeline.ts", source: `import "./docker/dockerode-engine.ts";`, says: port },
  { file: "src/docker/adapter.ts", source: `import "../host/console-logger.ts";`, says: port },
  { file: "src/host/adapter.ts", source: `import "../docker/dockerode-engine.ts";`, says: port },

  { file: "src/resolve/fs.ts", source: `import { readFile } from "node:fs/promises";`, says: "Effects go" },
  { file: "src/build/child.ts", source: `import { spawn } from "node:child_process";`, says: "Effects go" },
  { file: "src/push/http.ts", source: `import { request } from "node:https";`, says: "Effects go" },
  { file: "src/verify/fetch.ts", source: `export const f = fetch;`, says: "fetch" },
  { file: "src/build/env.ts", source: "export const home = process.env.HOME;", says: "process.env" },
  { file: "src/build/alias.ts", source: "const p = process;\nexport const e = p.env;", says: "process" },
  { file: "src/registry/env.ts", source: `import { env } from "node:process";`, says: "process" },

  { file: "src/build/uses-utils.ts", source: `import { a } from "../utils/a.ts";`, says: drawer },
  { file: "src/plan/uses-types.ts", source: `import type { A } from "./types.ts";`, says: drawer },
  { file: "src/host/uses-common.ts", source: `import { a } from "../common.ts";`, says: drawer },
  { file: "src/manifest/zod.ts", source: `import { z } from "zod";\nexport const a = z;`, says: "zod" },
  {
    file: "src/push/cycle-a.ts",
    source: `import type { B } from "./cycle-b.ts";\nexport type A = B;`,
    says: "cycle",
  },
  {
    file: "src/push/cycle-b.ts",
    source: `import type { A } from "./cycle-a.ts";\nexport type B = A;`,
    says: "cycle",
  },
  {
    file: "src/build/long-function.ts",
    source: `export function f(n: number): void {\n${lines(40)}\n  n;\n}`,
    says: "lines",
  },
  { file: "src/build/long-file.ts", source: `export const f = Number;\n${lines(250)}`, says: "lines" },
  {
    file: "src/build/floating.ts",
    source: "async function go(): Promise<void> {}\nexport function f(): void {\n  go();\n}",
    says: "floating",
  },
];

/** Files that keep the rules; the linter must find no boundary crossed. */
export const allowed: readonly { readonly file: string; readonly source: string }[] = [
  {
    file: "src/build/good.ts",
    source: `import type { Engine } from "../docker/engine.ts";
import type { Logger } from "../host/ports.ts";
import type { Registry } from "../registry/registry.ts";
export type Dependencies = { engine: Engine; log: Logger; registry: Registry };`,
  },
  { file: "src/plan/good.ts", source: `import * as z from "zod";\nexport const size = z.number();` },
  {
    file: "src/docker/engine.ts",
    source: `import type Docker from "dockerode";\nexport type Engine = Docker;`,
  },
  { file: "src/registry/registry.ts", source: "export type Registry = string;" },
  {
    file: "src/host/ports.ts",
    source: `import type { info } from "@actions/core";\nexport type Logger = typeof info;\nexport const e = process.env;`,
  },
];
