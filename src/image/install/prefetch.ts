import * as z from "zod";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { messageOf } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { PREFETCHED, SCRATCH } from "../../toolbox/container-paths.ts";
import { CHECK_ENV } from "../../toolbox/installer-env.ts";
import { runProbe } from "../../toolbox/run-probe.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { Prefetch } from "../build-journal.ts";

interface PrefetchJob {
  readonly phase: string;
  readonly distributions: readonly PlannedDistribution[];
  /** The download runs in a container of this image, with this Python. */
  readonly base: { readonly imageId: string; readonly interpreter: string };
}

const Answer = z.object({ files: z.int(), bytes: z.number() });

/**
 * Downloads a phase's wheels into the run's downloads and checks their hashes. Leaves out files behind a login: only the
 * installer has the login. Never fails: the installer downloads what is missing, and says why when it can't.
 */
export async function prefetch(
  job: PrefetchJob,
  toolbox: Toolbox,
  ports: Ports,
): Promise<Prefetch | undefined> {
  const behindLogin = hostsBehindLogin(ports.network.installerEnv);
  const files = job.distributions
    .filter((one) => one.kind === "wheel" && !isLocalAddress(one.file.url))
    .filter((one) => !behindLogin.has(new URL(one.file.url).host))
    .map(({ file }) => ({ url: file.url, name: file.name, sha256: file.sha256 }));
  if (files.length === 0) return undefined;
  const started = ports.clock.monotonic();
  try {
    const answer = await toolbox.open(job.base.imageId, `prefetch-${job.phase}`, (container) =>
      download(container, job, files, ports),
    );
    return answer && { phase: job.phase, ...answer, seconds: (ports.clock.monotonic() - started) / 1000 };
  } catch (error) {
    ports.log.debug(`Phase ${job.phase} could not be downloaded beforehand: ${messageOf(error)}`);
    return undefined;
  }
}

async function download(
  container: Container,
  job: PrefetchJob,
  files: readonly object[],
  ports: Ports,
): Promise<z.infer<typeof Answer> | undefined> {
  const list = { name: "prefetch.json", content: JSON.stringify(files) };
  await container.putArchive(`${SCRATCH}/work`, archiveOf([list]));
  await container.exec({ command: ["mkdir", "-p", PREFETCHED], signal: ports.signal });
  const probe = {
    ...{ python: job.base.interpreter, program: "prefetch.py" },
    args: [PREFETCHED, `${SCRATCH}/work/prefetch.json`],
    env: { ...ports.network.installerEnv, ...CHECK_ENV },
  };
  return (await runProbe(container, probe, Answer, ports.signal)).answer;
}

/** Hosts whose addresses in this machine's settings carry a login. */
function hostsBehindLogin(env: Readonly<Record<string, string>>): ReadonlySet<string> {
  const named = Object.values(env)
    .join(" ")
    .matchAll(/:\/\/[^\s/@]{1,2000}@([^\s/]{1,300})/g);
  return new Set([...named].map(([, host = ""]) => host));
}
