import * as z from "zod";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { messageOf } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { PREFETCHED, SCRATCH } from "../../toolbox/container-paths.ts";
import { CHECK_ENV } from "../../toolbox/installer-env.ts";
import { containerEnv, relayed } from "../../toolbox/relay/container-env.ts";
import { type ProbeResult, runProbe } from "../../toolbox/run-probe.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { Prefetch } from "../build-journal.ts";

interface PrefetchJob {
  readonly phase: string;
  readonly distributions: readonly PlannedDistribution[];
  /** The download runs in a container of this image, with this Python. */
  readonly base: { readonly imageId: string; readonly interpreter: string };
}

const Answer = z.object({ files: z.int(), bytes: z.number(), failed: z.array(z.string()) });

/**
 * Downloads a phase's wheels into the run's downloads and checks their hashes. Never fails: the installer downloads what is
 * missing, and says why when it can't.
 */
export async function prefetch(
  job: PrefetchJob,
  toolbox: Toolbox,
  ports: Ports,
): Promise<Prefetch | undefined> {
  const files = job.distributions
    .filter((one) => one.kind === "wheel" && !isLocalAddress(one.file.url))
    .map(({ file }) => ({ url: file.url, name: file.name, sha256: file.sha256 }));
  if (files.length === 0) return undefined;
  const started = ports.clock.monotonic();
  try {
    const { answer } = await toolbox.open(job.base.imageId, `prefetch-${job.phase}`, (container) =>
      fetchInto(container, { interpreter: job.base.interpreter, files }, ports),
    );
    const seconds = (ports.clock.monotonic() - started) / 1000;
    return answer && { phase: job.phase, files: answer.files, bytes: answer.bytes, seconds };
  } catch (error) {
    ports.log.debug(`Phase ${job.phase} could not be downloaded beforehand: ${messageOf(error)}`);
    return undefined;
  }
}

interface Wanted {
  /** The download runs with this Python. */
  readonly interpreter: string;
  readonly files: readonly Pick<PlannedDistribution["file"], "url" | "name" | "sha256">[];
}

/** Downloads files into the run's downloads, in a container. What is there already isn't downloaded again. */
export async function fetchInto(
  container: Container,
  { interpreter, files }: Wanted,
  ports: Ports,
): Promise<ProbeResult<z.infer<typeof Answer>>> {
  const wanted = files.map(({ url, name, sha256 }) => ({ url, name, sha256 }));
  const list = { name: "prefetch.json", content: relayed(JSON.stringify(wanted), ports.network.relay) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([list]));
  await container.exec({ command: ["mkdir", "-p", PREFETCHED], signal: ports.signal });
  const probe = {
    ...{ python: interpreter, program: "prefetch.py" },
    args: [PREFETCHED, `${SCRATCH}/work/prefetch.json`],
    env: { ...containerEnv(ports.network), ...CHECK_ENV },
  };
  return runProbe(container, probe, Answer, ports.signal);
}
