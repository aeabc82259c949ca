import * as z from "zod";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { messageOf } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { CHECK_ENV } from "../../toolbox/installer-env.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { PREFETCHED, SCRATCH, TOOLS } from "../../toolbox/places.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import type { Prefetch } from "./prefetched.ts";

export interface PrefetchJob {
  readonly phase: string;
  readonly distributions: readonly PlannedDistribution[];
  /** Image and interpreter that the download runs in. */
  readonly base: { readonly imageId: string; readonly interpreter: string };
}

const Answer = z.object({ files: z.int(), bytes: z.number() });

/**
 * Downloads a phase's wheels into the run's downloads, each checked by its hash. Never fails: what is missing, the phase's own
 * install downloads, and says why when it can't. Files behind a login are left to the installer, which holds it.
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
  const result = await execText(container, {
    command: [
      ...[job.base.interpreter, "-B", `${TOOLS}/prefetch.py`],
      ...[PREFETCHED, `${SCRATCH}/work/prefetch.json`],
    ],
    env: { ...ports.network.installerEnv, ...CHECK_ENV },
    workdir: "/",
    signal: ports.signal,
  });
  return Answer.safeParse(jsonAnswer(result.stdout)).data;
}

/** Hosts that this machine's settings name with a login in the address. */
function hostsBehindLogin(env: Readonly<Record<string, string>>): ReadonlySet<string> {
  const named = Object.values(env)
    .join(" ")
    .matchAll(/:\/\/[^\s/@]{1,2000}@([^\s/]{1,300})/g);
  return new Set([...named].map(([, host = ""]) => host));
}
