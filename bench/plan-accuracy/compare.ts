import { recallSizes } from "../../src/image/layers/learned-sizes.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { BaseFacts } from "../../src/python/base-facts.ts";
import type { WorstDistribution } from "./result.ts";

export interface Comparison {
  /** Files of all distributions, bytecode included. */
  readonly files: number;
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
  const distributions = planned.map((one) => ({
    ...one,
    file: { ...one.file, bytes: one.file.bytes ?? undefined },
    contents: undefined,
  }));
  const learned = await recallSizes(distributions, python, ports.cache);
  const bytecodeOf = (one: string) => (plan.bytecode === "all" ? learned.get(one)?.bytecode : undefined);
  const errors = planned.map(({ name, version, installedBytes, file }): WorstDistribution => {
    const actual = (learned.get(file.sha256)?.files.bytes ?? 0) + (bytecodeOf(file.sha256)?.bytes ?? 0);
    return { name, version, predicted: installedBytes, actual };
  });
  const inexact = planned.flatMap(({ name, version, installedBytes, bytecodeBytes, file }) => {
    const predicted = installedBytes - bytecodeBytes;
    const actual = learned.get(file.sha256)?.files.bytes ?? 0;
    return predicted === actual ? [] : [{ name, version, predicted, actual }];
  });
  const off = (one: WorstDistribution) => Math.abs(one.predicted / one.actual - 1);
  return {
    files: planned.reduce(
      (sum, { file }) =>
        sum + (learned.get(file.sha256)?.files.count ?? 0) + (bytecodeOf(file.sha256)?.count ?? 0),
      0,
    ),
    inexact,
    worst: errors.filter((one) => one.actual > 0).toSorted((a, b) => off(b) - off(a))[0] ?? null,
  };
}
