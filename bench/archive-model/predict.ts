/**
 * What a first plan says of the layers that groups of wheels become, and what its model works from: `predict.ts < GROUPS`, where a
 * line is a JSON list of local wheels. Prints a JSON line for each. The wheels are read by the code that reads remote ones, as
 * much of them as a plan of the group can afford.
 */
import { createInterface } from "node:readline";
import { createNodeFiles } from "../../src/host/node-files.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import { isCompiled } from "../../src/sizes/bytecode/bytecode.ts";
import { mergeFolders } from "../../src/sizes/folders.ts";
import { installedFiles } from "../../src/sizes/installed-bytes.ts";
import { measureWheel } from "../../src/sizes/measure-wheel.ts";
import { phaseSizes } from "../../src/sizes/phase-sizes.ts";
import { withLocalFiles } from "../../src/wheels/fetch/local-files-http.ts";
import { listWheel, sampleWheel } from "../../src/wheels/read-wheel-directory.ts";
import { EVERYTHING } from "../../src/wheels/sampling/look.ts";
import { affordableLooks } from "../../src/wheels/sampling/sample-budget.ts";
import type { WheelDirectory } from "../../src/wheels/wheel-directory.ts";
import { PYTHON } from "../../test/support/base-python.ts";
import { MemoryCache } from "../../test/support/memory-cache.ts";

/** Of src/plan/archive-bytes.ts. */
const LIMITS = [4096, 16_384, 65_536];
const DENSE = 0.9;
const http = withLocalFiles(
  { request: () => Promise.reject(new Error("only local wheels")) },
  createNodeFiles(),
  "/",
);

for await (const line of createInterface({ input: process.stdin })) {
  const paths = JSON.parse(line) as readonly string[];
  const started = performance.now();
  const wheels = await read(paths);
  const seconds = (performance.now() - started) / 1000;
  const [none, all] = [measure(wheels, "none"), measure(wheels, "all")];
  const features = {
    ...featuresOf(wheels),
    folders: folders(wheels, "none"),
    compiledFolders: folders(wheels, "all"),
  };
  console.log(JSON.stringify({ wheels: paths, predicted: { none, all }, features, seconds }));
}

async function read(paths: readonly string[]): Promise<readonly WheelDirectory[]> {
  const ports = { http, clock: createSystemClock(), cache: new MemoryCache() };
  const listed = await Promise.all(
    paths.map((path) => listWheel({ name: path, url: `.${path}`, sha256: path, bytes: undefined }, ports)),
  );
  const looks = affordableLooks(listed);
  const sampled = await Promise.all(
    listed.map((one, index) => sampleWheel(one, looks[index] ?? EVERYTHING, ports.cache)),
  );
  return sampled.map((one) => one.directory);
}

function measured(wheels: readonly WheelDirectory[], bytecode: "none" | "all") {
  return wheels.map((one) => measureWheel(one, { python: PYTHON, bytecode, learned: undefined }));
}

function measure(wheels: readonly WheelDirectory[], bytecode: "none" | "all"): number {
  const sized = measured(wheels, bytecode).map((one) => ({ download: 0, measured: one }));
  return phaseSizes(sized, { keepsCompressed: false }).compressed;
}

function folders(wheels: readonly WheelDirectory[], bytecode: "none" | "all"): number {
  return mergeFolders(measured(wheels, bytecode).map((one) => one.folders)).size;
}

/** Sums over all files: deflated bytes by the file's size, of Python that was looked at by its stream. */
function featuresOf(wheels: readonly WheelDirectory[]) {
  const others = [0, 0, 0, 0];
  const unseen = [0, 0, 0, 0];
  const sums = { dense: 0, text: 0, rows: 0, otherFiles: 0, unseenFiles: 0, sources: 0, record: 0 };
  for (const wheel of wheels) {
    const streamed = wheel.sample?.streamed;
    for (const file of installedFiles(wheel, PYTHON)) {
      const kind = LIMITS.filter((limit) => file.bytes >= limit).length;
      const isPython = file.path.endsWith(".py");
      sums.rows += 1;
      if (isCompiled(file.path)) sums.sources += 1;
      if (file.path.endsWith(".dist-info/RECORD")) sums.record += file.compressedBytes;
      else if (isPython && streamed) sums.text += streamed.text * file.compressedBytes;
      else if (isPython) unseen[kind] = (unseen[kind] ?? 0) + file.compressedBytes;
      else if (file.compressedBytes > DENSE * file.bytes) sums.dense += file.compressedBytes;
      else others[kind] = (others[kind] ?? 0) + file.compressedBytes;
      if (isPython && !streamed) sums.unseenFiles += 1;
      else if (!isPython) sums.otherFiles += 1;
    }
  }
  const streamed = wheels.length === 1 ? wheels[0]?.sample?.streamed : undefined;
  return { others, unseen, ...sums, bytecode: streamed?.bytecode ?? null };
}
