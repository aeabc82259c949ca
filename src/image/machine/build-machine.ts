import * as z from "zod";
import type { BuildMachine } from "../../plan/source-build.ts";
import type { Ports } from "../../ports/ports.ts";
import { EngineError } from "../../text/errors.ts";
import { lastLines, runProbe } from "../../toolbox/run-probe.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";

const Answer = z.object({
  memoryLimitBytes: z.number().nullable(),
  hostMemoryBytes: z.number().positive(),
  cpus: z.number().positive(),
});

/** Memory limit of the cgroup that a local engine runs in. A build container can't see this limit. */
const OWN_LIMIT = "/sys/fs/cgroup/memory.max";

/**
 * Memory and cores that a build container gets. Asks a container for the limits of its cgroup. Adds the limit of this
 * machine's own cgroup when the engine is local. The host's figures alone would be too large.
 */
export async function buildMachine(
  base: { readonly image: string; readonly python: string },
  toolbox: Toolbox,
  ports: Ports,
): Promise<BuildMachine> {
  const probe = { python: base.python, program: "build_machine.py" };
  const { answer, stderr } = await toolbox.open(base.image, "machine", (container) =>
    runProbe(container, probe, Answer, ports.signal),
  );
  if (!answer) {
    throw new EngineError("What memory and cores a build container has can't be measured.", {
      evidence: lastLines(stderr, 1),
    });
  }
  const limits = [answer.memoryLimitBytes, await ownLimit(ports)].filter((one) => one !== null);
  return { ...answer, memoryLimitBytes: limits.length > 0 ? Math.min(...limits) : undefined };
}

/** As `buildMachine`, where no container of the base can be asked: the engine's machine, or this one where no engine answers. */
export async function assumedMachine(ports: Ports): Promise<BuildMachine> {
  try {
    const { memoryBytes, cpus } = await ports.engine.info();
    return { hostMemoryBytes: memoryBytes, cpus, memoryLimitBytes: (await ownLimit(ports)) ?? undefined };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { memoryBytes, cpus } = ports.hardware;
    return { hostMemoryBytes: memoryBytes, cpus, memoryLimitBytes: (await limitHere(ports)) ?? undefined };
  }
}

async function ownLimit(ports: Ports): Promise<number | null> {
  return (await ports.engine.info()).local ? limitHere(ports) : null;
}

async function limitHere(ports: Ports): Promise<number | null> {
  const text = await ports.files.readText(OWN_LIMIT).catch(() => "");
  return /^\d+\s*$/.test(text) ? Number(text) : null;
}
