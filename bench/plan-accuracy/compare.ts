import { recallSizes } from "../../src/image/layers/learned-sizes.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { BaseFacts } from "../../src/python/base-facts.ts";
import { mergeFolders } from "../../src/sizes/folders.ts";
import { measureDistribution } from "../../src/sizes/measure-distribution.ts";
import { readWheelDirectory } from "../../test/support/read-wheel.ts";
import type { ArchiveSums, WorstDistribution } from "./result.ts";

export interface Comparison {
  readonly archive: ArchiveSums;
  readonly worst: WorstDistribution | null;
  /** Those whose files alone, without bytecode, were not as planned. */
  readonly inexact: readonly WorstDistribution[];
}

/** Every distribution as the plan had it against what the build counted. */
export async function compare(plan: Plan, ports: Ports): Promise<Comparison> {
  const { base } = plan;
  if (base.facts === "declared") throw new Error("a plan without its base image has nothing to compare");
  const python = {
    ...{ executable: base.interpreter, version: base.python, purelib: base.purelib },
    ...{ implementation: "cpython", machine: "x86_64", glibc: null, externallyManaged: true },
    scripts: base.purelib.replace(/\/lib\/.*/, "/bin"),
  } satisfies BaseFacts["python"];
  const planned = plan.phases.flatMap((phase) => phase.distributions);
  const distributions = await Promise.all(
    planned.map(async (one) => {
      const file = { ...one.file, bytes: one.file.bytes ?? undefined };
      const read = one.kind === "wheel" ? await readWheelDirectory(file, ports) : undefined;
      return { ...one, file, directory: read?.directory };
    }),
  );
  const learned = await recallSizes(distributions, python, ports.cache);
  const measured = distributions.map((one) =>
    measureDistribution(one, { python, bytecode: plan.bytecode, learned: learned.get(one.file.sha256) }),
  );
  const sum = (of: (one: (typeof measured)[number]) => number) =>
    measured.reduce((total, one) => total + of(one), 0);
  const folders = mergeFolders(measured.map((one) => one.folders));
  const errors = planned.map((one): WorstDistribution => {
    const real = learned.get(one.file.sha256);
    const actual = (real?.files.bytes ?? 0) + (plan.bytecode === "all" ? (real?.bytecode.bytes ?? 0) : 0);
    return { name: one.name, version: one.version, predicted: one.installedBytes, actual };
  });
  const inexact = planned.flatMap(({ name, version, installedBytes, bytecodeBytes, file }) => {
    const files = {
      predicted: installedBytes - bytecodeBytes,
      actual: learned.get(file.sha256)?.files.bytes ?? 0,
    };
    return files.predicted === files.actual ? [] : [{ name, version, ...files }];
  });
  const off = (one: WorstDistribution) => Math.abs(one.predicted / one.actual - 1);
  return {
    archive: {
      contents: sum((one) => one.archived),
      entries: sum((one) => one.files.count + one.bytecode.count) + folders.size,
    },
    inexact,
    worst: errors.filter((one) => one.actual > 0).toSorted((a, b) => off(b) - off(a))[0] ?? null,
  };
}
