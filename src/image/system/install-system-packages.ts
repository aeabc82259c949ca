import { parseSystemPackage } from "../../manifest/settings/system-package.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { SystemFile } from "../../resolve/system/system-file.ts";
import { FailedCommand } from "../../retry/tool-failure.ts";
import { BuildError, type SurelayerError } from "../../text/errors.ts";
import { aptCommand, aptEnv, aptWithoutLists, prepareApt } from "../../toolbox/apt.ts";
import { aptError } from "../../toolbox/apt-trouble.ts";
import { type Streaming, streamCommand } from "../commands/stream-command.ts";
import { proveSystemPackages, systemState } from "./system-state.ts";
import { withoutTraces } from "./system-traces.ts";

export interface SystemJob {
  readonly phase: { readonly name: string };
  readonly system: {
    /** As the manifest has them: the others came because these need them. */
    readonly asked: readonly string[];
    readonly packages: readonly SystemFile[];
  };
  readonly logFile: string;
}

/**
 * Installs exactly the planned packages with the base's own apt, and proves it: nothing else came, went or stayed half done.
 * apt's lists, archives and logs lie in the scratch volume, so there is nothing to clean out of the layer.
 * @throws one of our errors; `cause` is a FailedCommand where a program of the container failed.
 */
export async function installSystemPackages(
  container: Container,
  job: SystemJob,
  ports: Ports,
  report: (status: string) => void,
): Promise<void> {
  const { packages } = job.system;
  if (packages.length === 0) return;
  const streaming = { logFile: job.logFile, report };
  const before = await systemState(container, ports.signal);
  await prepareApt(container, ports.network);
  await withoutTraces(container, ports, async () => {
    await apt(container, aptCommand("apt-get", ["update"]), { job, streaming }, ports);
    const wanted = packages.map(pinned);
    await apt(
      container,
      aptCommand("apt-get", ["install", "--yes", "--", ...wanted]),
      { job, streaming },
      ports,
    );
    await markAutomatic(container, { job, streaming }, ports);
  });
  await apt(container, aptWithoutLists("apt-get", ["check"]), { job, streaming }, ports);
  const { phase, logFile } = job;
  await proveSystemPackages(container, { phase: phase.name, packages, before, logFile }, ports);
}

/** Exactly the planned version; the architecture where apt wouldn't take it by itself. */
function pinned({ name, version, architecture }: SystemFile): string {
  const foreign = architecture !== "all" && architecture !== "amd64";
  return `${name}${foreign ? `:${architecture}` : ""}=${version}`;
}

/** What came only because another package needs it, and the base had no opinion of. */
async function markAutomatic(container: Container, context: AptContext, ports: Ports): Promise<void> {
  const { asked, packages } = context.job.system;
  const named = new Set(asked.map((text) => parseSystemPackage(text).name));
  const others = packages.filter((one) => !named.has(one.name) && one.replaces === null);
  if (others.length === 0) return;
  await apt(
    container,
    aptWithoutLists("apt-mark", ["auto", ...others.map((one) => one.name)]),
    context,
    ports,
  );
}

interface AptContext {
  readonly job: SystemJob;
  readonly streaming: Streaming;
}

async function apt(
  container: Container,
  command: readonly string[],
  { job, streaming }: AptContext,
  ports: Ports,
): Promise<void> {
  const spec = { command, env: aptEnv(ports.network), workdir: "/" };
  const { exitCode, output } = await streamCommand(container, spec, streaming, ports);
  // Old versions of apt end with 0 beside lists that they could not fetch.
  const half = /^W: (?:Failed to fetch|Some index files)/m.test(output);
  if (exitCode === 0 && !half) return;
  throw systemError(job, new FailedCommand("apt", exitCode, output));
}

function systemError(job: SystemJob, failed: FailedCommand): SurelayerError {
  const what = `The system packages of phase ${job.phase.name}`;
  const remedy = `The whole output is in ${job.logFile}.`;
  // A script that fails leaves a message of dpkg's; a signal leaves none of apt's.
  if (failed.exitCode === 0 || failed.output !== "")
    return aptError(what, failed.output, { remedy, cause: failed });
  return new BuildError(`${what} failed: apt ended with exit code ${failed.exitCode}.`, {
    remedy,
    cause: failed,
  });
}
