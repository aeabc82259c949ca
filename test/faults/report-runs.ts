import { mkdir, writeFile } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { FULL } from "../support/full.ts";
import { forgetRecords, readRecords } from "./fault-record.ts";
import { renderTable, summarise } from "./fault-table.ts";

const RESULTS = fileURLToPath(new URL("../../bench/results/faults.json", import.meta.url));

export async function setup(): Promise<void> {
  await forgetRecords();
}

/** Prints what all files of the suite have found out; the whole matrix is kept with its raw runs, a part of it isn't. */
export async function teardown(): Promise<void> {
  const records = await readRecords();
  if (records.length === 0) return;
  const summary = summarise(records);
  console.log(`\n${renderTable(summary)}\n`);
  if (!FULL || process.env["SURELAYER_FAULT_RECORDS"]) return;
  const machine = {
    processors: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
  };
  const result = { matrix: 1, at: new Date().toISOString(), machine, summary, runs: records };
  await mkdir(dirname(RESULTS), { recursive: true });
  await writeFile(RESULTS, `${JSON.stringify(result, null, 1)}\n`);
}
