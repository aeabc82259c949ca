import * as z from "zod";
import type { BuildMachine } from "../../plan/source-build.ts";
import type { Ports } from "../../ports/ports.ts";
import { EngineError } from "../../text/errors.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { TOOLS } from "../../toolbox/places.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";

const Answer = z.object({
  memoryLimitBytes: z.number().nullable(),
  hostMemoryBytes: z.number().positive(),
  cpus: z.number().positive(),
});

/** Limits that this machine puts on the cgroup that an engine inside of it runs in; a build container can't see them. */
const OWN_LIMIT = "/sys/fs/cgroup/memory.max";

/**
 * Memory and cores that a build container gets: those of its cgroup, asked from inside, and of ours where the engine is here,
 * never the host's alone.
 */
export async function buildMachine(
  base: { readonly image: string; readonly python: string },
  toolbox: Toolbox,
  ports: Ports,
): Promise<BuildMachine> {
  const answer = await toolbox.open(base.image, "machine", (container) =>
    execText(container, {
      command: [base.python, "-B", `${TOOLS}/build_machine.py`],
      signal: ports.signal,
    }),
  );
  const told = Answer.safeParse(jsonAnswer(answer.stdout)).data;
  if (!told) {
    throw new EngineError("What memory and cores a build container has can't be measured.", {
      evidence: answer.stderr.trim().split("\n").at(-1) ?? "",
    });
  }
  const limits = [told.memoryLimitBytes ?? undefined, await ownLimit(ports)].filter(
    (one) => one !== undefined,
  );
  return {
    memoryLimitBytes: limits.length > 0 ? Math.min(...limits) : undefined,
    hostMemoryBytes: told.hostMemoryBytes,
    cpus: told.cpus,
  };
}

async function ownLimit(ports: Ports): Promise<number | undefined> {
  if (!(await ports.engine.info()).local) return undefined;
  const text = await ports.files.readText(OWN_LIMIT).catch(() => "");
  return /^\d+\s*$/.test(text) ? Number(text) : undefined;
}
