import * as z from "zod";
import type { Stripped } from "../../manifest/manifest.ts";
import type { Container } from "../../ports/engine.ts";
import { BuildError } from "../../text/errors.ts";
import { runProbe } from "../../toolbox/run-probe.ts";
import { StripRow } from "../build-journal.ts";

export interface StripRequest {
  /** Path of the Python that the phase was installed for. */
  readonly interpreter: string;
  readonly kinds: readonly Stripped[];
  /** Distributions that this layer installed. Others stay as they are. */
  readonly names: readonly string[];
  /** Modules that must still import afterwards. */
  readonly imports: readonly string[];
}

/**
 * Removes what `image.strip` names from the distributions of a layer, and from their RECORD files. Runs after compile-phase,
 * which learns the sizes of whole wheels, and before the phase is proved.
 * @throws BuildError when stripping fails; the container can't be used any more.
 */
export async function stripPhase(
  container: Container,
  request: StripRequest,
  signal: AbortSignal,
): Promise<readonly StripRow[]> {
  const { interpreter, ...asked } = request;
  if (asked.kinds.length === 0 || asked.names.length === 0) return [];
  const probe = { python: interpreter, program: "strip.py", args: [JSON.stringify(asked)] };
  const { answer, fault } = await runProbe(container, probe, z.array(StripRow), signal);
  if (answer) return answer;
  throw new BuildError("`image.strip` could not be done.", {
    evidence: fault,
    remedy: "Leave out what it was to strip; the layer was not committed.",
  });
}
