import * as z from "zod";
import { phasePython } from "../plan/phase-python.ts";
import type { BuildablePlan, PlannedDistribution, PlannedPhase } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { FileTotals } from "../sizes/learned-size.ts";
import { BuildError } from "../text/errors.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { jsonAnswer } from "../toolbox/json-answer.ts";
import { TOOLS } from "../toolbox/places.ts";
import { rememberSize } from "./layers/learned-sizes.ts";

const Answer = z.array(
  z.object({
    name: z.string(),
    files: FileTotals,
    bytecode: FileTotals,
    shared: z.record(z.string(), z.number()).default({}),
  }),
);

export interface CompileJob {
  readonly plan: BuildablePlan;
  readonly phase: Pick<PlannedPhase, "name" | "environment">;
  /** What the phase has installed. */
  readonly distributions: readonly PlannedDistribution[];
}

/**
 * Compiles what a phase has installed, where the manifest wants it, and remembers what each distribution really takes: the
 * next plan with the same files is exact.
 */
export async function compilePhase(container: Container, job: CompileJob, ports: Ports): Promise<void> {
  const { plan, phase, distributions } = job;
  if (distributions.length === 0) return;
  const { interpreter, purelib } = phasePython(plan, phase);
  const title = plan.bytecode === "all" ? `compile ${phase.name}` : `measure ${phase.name}`;
  const result = await ports.log.task(title, () =>
    execText(container, {
      command: [
        ...[interpreter, "-B", `${TOOLS}/compile.py`, plan.bytecode],
        ...distributions.map((one) => one.name),
      ],
      env: CHECK_ENV,
      workdir: "/",
      signal: ports.signal,
    }),
  );
  const answer = Answer.safeParse(jsonAnswer(result.stdout));
  if (result.exitCode !== 0 || !answer.success) {
    throw new BuildError(`The bytecode of phase ${phase.name} could not be compiled.`, {
      evidence: result.stderr.trim().split("\n").slice(-3).join("\n"),
      remedy: "`image: { bytecode: none }` builds without it; each cold start then compiles what it imports.",
    });
  }
  const seen = new Map(answer.data.map((one) => [one.name, one]));
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
}
