import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { fetchInto } from "./prefetch.ts";

interface BuildFiles {
  readonly distributions: readonly PlannedDistribution[];
  readonly basePython: string;
}

/**
 * Downloads what sources are built with, to where their builds take it from: a build gets these files, and no index.
 * @returns whether there are any.
 * @throws ToolFailure where one can't be had.
 */
export async function bringBuildFiles(
  container: Container,
  { distributions, basePython }: BuildFiles,
  ports: Ports,
): Promise<boolean> {
  const all = distributions.flatMap((one) => one.build?.distributions ?? []);
  const files = [...new Map(all.map(({ file }) => [file.sha256, file])).values()];
  if (files.length === 0) return false;
  const { answer, stderr } = await fetchInto(container, { interpreter: basePython, files }, ports);
  if (answer?.failed.length === 0) return true;
  const output = answer?.failed.join("\n") ?? stderr;
  throw new ToolFailure({ tool: "command", exitCode: 1, output, oomKills: 0 });
}
