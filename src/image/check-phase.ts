import { askBaseFacts } from "../base/ask-base-facts.ts";
import { type ImportOutcome, importFault, importOutcomes } from "../base/import-outcomes.ts";
import type { BuildablePlan } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { ToolFailure } from "../retry/tool-failure.ts";
import { BuildError, ConflictError } from "../text/errors.ts";
import { dependencyProblems } from "./dependency-problems.ts";

/** Modules, and the Python that must be able to import them. */
export interface PythonImports {
  readonly interpreter: string;
  readonly modules: readonly string[];
}

/**
 * Proves a phase before its commit. The phase must break no further requirement of its environment and move no kept package,
 * and all modules of this and earlier phases must import, each with the Python of its phase.
 * @throws ConflictError or BuildError that names what broke.
 */
export async function checkPhase(
  container: Container,
  plan: BuildablePlan,
  phase: {
    readonly name: string;
    readonly interpreter: string;
    readonly imports: readonly PythonImports[];
    readonly problemsBefore: readonly string[];
  },
  signal: AbortSignal,
): Promise<void> {
  const before = new Set(phase.problemsBefore);
  const after = await dependencyProblems(container, phase.interpreter, signal);
  const broken = after.filter((line) => !before.has(line));
  if (broken.length > 0) {
    throw new ConflictError(`Phase ${phase.name} broke requirements of installed packages.`, {
      evidence: broken.slice(0, 10).join("\n"),
      remedy: "Pin versions that agree; the layer was not committed.",
      cause: checkFailure(broken.join("\n")),
    });
  }
  await checkImports(container, phase, signal);
  await checkKept(container, plan, phase.name, signal);
}

/** Lets the report classify what a check found. The phase isn't tried again, because another try would find the same. */
function checkFailure(output: string): ToolFailure {
  return new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 });
}

async function checkImports(
  container: Container,
  phase: { readonly name: string; readonly imports: readonly PythonImports[] },
  signal: AbortSignal,
): Promise<void> {
  const outcomes: ImportOutcome[] = [];
  for (const { interpreter, modules } of phase.imports) {
    outcomes.push(...(await importOutcomes(container, interpreter, modules, signal)));
  }
  const failed = outcomes.filter((one) => !one.ok);
  if (failed.length === 0) return;
  const evidence = failed.map(importFault).join("\n");
  throw new BuildError(
    `Phase ${phase.name} installed, but ${failed.map((one) => one.module).join(", ")} can't be imported.`,
    {
      evidence,
      cause: checkFailure(evidence),
      remedy:
        "Add or pin the package that the error names, or correct `imports`; the layer was not committed.",
    },
  );
}

async function checkKept(
  container: Container,
  plan: BuildablePlan,
  phase: string,
  signal: AbortSignal,
): Promise<void> {
  if (plan.kept.length === 0) return;
  const { answer: facts, stderr } = await askBaseFacts(container, plan.base.interpreter, signal);
  if (!facts) {
    throw new BuildError(`After phase ${phase}, the image's Python no longer says what is installed.`, {
      evidence: stderr.trim().split("\n").at(-1) ?? "",
    });
  }
  const now = new Set(facts.distributions.map((one) => `${normaliseName(one.name)}==${one.version}`));
  const moved = plan.kept.filter((one) => !now.has(one));
  if (moved.length === 0) return;
  throw new ConflictError(`Phase ${phase} moved a kept package of the base: ${moved.join(", ")}.`, {
    remedy:
      "Pin the package that asked for it to a version that accepts the base's, or take it out of `keep`.",
  });
}
