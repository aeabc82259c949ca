import { parseSystemPackage } from "../../manifest/settings/system-package.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { SystemFile } from "../../resolve/system/system-resolution.ts";
import { FailedCommand } from "../../retry/tool-failure.ts";
import { BuildError } from "../../text/errors.ts";
import { aptCommand, aptEnv, aptWithoutLists, prepareApt } from "../../toolbox/apt.ts";
import { aptError } from "../../toolbox/apt-trouble.ts";
import { type Streamed, streamCommand } from "../commands/stream-command.ts";
import { proveSystemPackages, systemState } from "./system-state.ts";
import { withoutTraces } from "./system-traces.ts";

interface SystemJob {
  readonly phase: { readonly name: string };
  readonly system: {
    /** As the manifest writes them. The other packages come because these need them. */
    readonly asked: readonly string[];
    readonly packages: readonly SystemFile[];
  };
  readonly logFile: string;
}

/**
 * Installs exactly the planned packages with the base's own apt. Then proves that no other package came, went or was left half
 * installed. apt's lists, archives and logs lie in the scratch volume, so they are never in the layer.
 * @throws SurelayerError; `cause` is a FailedCommand if a program of the container failed.
 */
export async function installSystemPackages(
  container: Container,
  job: SystemJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  const { packages } = job.system;
  if (packages.length === 0) return;
  const { phase, logFile } = job;
  const before = await systemState(container, ports.signal);
  await prepareApt(container, ports.network);
  const run = async (command: readonly string[]) => {
    const spec = { command, env: aptEnv(ports.network), workdir: "/" };
    requireSuccess(await streamCommand(container, spec, { logFile, report }, ports), job);
  };
  await withoutTraces(container, ports, async () => {
    await run(aptCommand("apt-get", ["update"]));
    await run(aptCommand("apt-get", ["install", "--yes", "--", ...packages.map(pinned)]));
    const dependencies = dependenciesOf(job);
    if (dependencies.length > 0) await run(aptWithoutLists("apt-mark", ["auto", ...dependencies]));
  });
  await run(aptWithoutLists("apt-get", ["check"]));
  await proveSystemPackages(container, { phase: phase.name, packages, before, logFile }, ports);
}

/** The planned version, with the architecture if it isn't the container's own. */
function pinned({ name, version, architecture }: SystemFile): string {
  const foreign = architecture !== "all" && architecture !== "amd64";
  return `${name}${foreign ? `:${architecture}` : ""}=${version}`;
}

/** Names of packages that only others need, and that the base didn't have: apt may remove these with the others. */
function dependenciesOf({ system }: SystemJob): readonly string[] {
  const named = new Set(system.asked.map((text) => parseSystemPackage(text).name));
  return system.packages
    .filter((one) => !named.has(one.name) && one.replaces === null)
    .map((one) => one.name);
}

function requireSuccess({ exitCode, output }: Streamed, { phase, logFile }: SystemJob): void {
  // Old versions of apt end with 0 although they could not fetch some lists.
  const half = /^W: (?:Failed to fetch|Some index files)/m.test(output);
  if (exitCode === 0 && !half) return;
  const what = `The system packages of phase ${phase.name}`;
  const remedy = `The whole output is in ${logFile}.`;
  const cause = new FailedCommand("apt", exitCode, output);
  // A failed package script leaves a message of dpkg's. A signal leaves no output to classify.
  if (exitCode === 0 || output !== "") throw aptError(what, output, { remedy, cause });
  throw new BuildError(`${what} failed: apt ended with exit code ${exitCode}.`, { remedy, cause });
}
