import * as z from "zod";
import { phasePython } from "../plan/phase-python.ts";
import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { FileTotals } from "../sizes/learned-size.ts";
import { BuildError } from "../text/errors.ts";
import { lastLines, runProbe } from "../toolbox/run-probe.ts";
import { InstalledRecord } from "./layer-judgement/layer-facts.ts";
import { rememberSize } from "./layers/learned-sizes.ts";
import { isPython, replacedInterpreter } from "./replaced-interpreter.ts";

const Answer = z.object({
  doneAt: z.string(),
  records: z.array(InstalledRecord),
  distributions: z.array(
    z.object({
      name: z.string(),
      files: FileTotals,
      bytecode: FileTotals,
      shared: z.record(z.string(), z.number()).default({}),
      /** Paths of scripts that are named like an interpreter. */
      interpreters: z.array(z.string()).default([]),
    }),
  ),
});

/** Distributions as the installer has left them. */
export interface Compiled {
  /** When the bytecode was finished, in nanoseconds of the kernel's clock: so later changes are seen. */
  readonly doneAt: string;
  readonly hasBytecode: boolean;
  /** All distributions of the planned names, also older ones that the installer left. */
  readonly records: readonly InstalledRecord[];
}

interface CompileJob {
  readonly plan: BuildablePlan;
  readonly phase: Pick<PlannedPhase, "name" | "environment">;
  /** The distributions that the phase installed. */
  readonly distributions: readonly PlannedDistribution[];
}

/**
 * Compiles a phase's distributions to bytecode, unless the manifest forbids it. Remembers how much each distribution really
 * takes, so that the next plan with the same files is exact.
 * @returns what the installer has left; undefined where it had nothing to install.
 */
export async function compilePhase(
  container: Container,
  job: CompileJob,
  ports: Ports,
): Promise<Compiled | undefined> {
  const { plan, phase, distributions } = job;
  if (distributions.length === 0) return undefined;
  const { interpreter, purelib } = phasePython(plan, phase);
  const title = plan.bytecode === "all" ? `compile ${phase.name}` : `measure ${phase.name}`;
  const args = [purelib, plan.bytecode, ...distributions.map((one) => one.name)];
  const probe = { python: interpreter, program: "compile.py", args, alone: true };
  const { answer, stderr } = await ports.log.task(title, () =>
    runProbe(container, probe, Answer, ports.signal),
  );
  if (!answer) {
    if (!(await isPython(container, interpreter, ports.signal))) {
      throw replacedInterpreter(phase.name, `${interpreter} is no Python any more`);
    }
    throw new BuildError(`The bytecode of phase ${phase.name} could not be compiled.`, {
      evidence: lastLines(stderr, 3),
      remedy: "`image: { bytecode: none }` builds without it; each cold start then compiles what it imports.",
    });
  }
  const measured = answer.distributions;
  const replacing = measured.flatMap((one) => one.interpreters.map((path) => `${one.name} brings ${path}`));
  if (replacing.length > 0) throw replacedInterpreter(phase.name, replacing.join("\n"));
  const seen = new Map(measured.map((one) => [one.name, one]));
  const python = { version: plan.base.python, purelib };
  for (const one of distributions) {
    const sizes = seen.get(one.name);
    if (!sizes) continue;
    const { files, bytecode, shared } = sizes;
    const learned = {
      ...{ files, bytecode, compiled: plan.bytecode === "all" },
      ...(Object.keys(shared).length > 0 && { shared }),
    };
    await rememberSize({ sha256: one.file.sha256, python }, learned, ports.cache);
  }
  return { ...answer, hasBytecode: plan.bytecode === "all" };
}
