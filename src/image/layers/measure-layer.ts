import * as z from "zod";
import type { Container, ImageStore } from "../../ports/engine.ts";
import { BuildError } from "../../text/errors.ts";
import { MARKER } from "../../toolbox/container-paths.ts";
import { runProbe } from "../../toolbox/run-probe.ts";

const Measured = z.strictObject({ bytes: z.number().int().nonnegative() });

/**
 * Bytes of the files that a phase added or changed. An engine with the containerd image store names the blocks that they take,
 * folders included, so there the files are looked at.
 * @param python path of any Python in the container.
 * @throws BuildError when the files can't be looked at.
 */
export async function measureLayer(
  container: Container,
  { python, imageStore }: { readonly python: string; readonly imageStore: ImageStore },
  signal: AbortSignal,
): Promise<number> {
  if (imageStore === "graph-driver") return container.diffBytes();
  const probe = { python, program: "layer_size.py", args: [MARKER], alone: true };
  const { answer, fault } = await runProbe(container, probe, Measured, signal);
  if (answer) return answer.bytes;
  throw new BuildError("The size of a layer could not be measured.", {
    evidence: fault,
    remedy: "A command of the phase may have replaced Python: look at what it does to the base's own.",
  });
}
