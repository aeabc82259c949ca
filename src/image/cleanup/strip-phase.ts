import * as z from "zod";
import type { Stripped } from "../../manifest/manifest.ts";
import type { Container } from "../../ports/engine.ts";
import { BuildError } from "../../text/errors.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { CHECK_ENV } from "../../toolbox/installer-env.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { TOOLS } from "../../toolbox/places.ts";
import { StripRow } from "./strip-result.ts";

export interface StripRequest {
  /** Path of the Python that the phase was installed for. */
  readonly interpreter: string;
  readonly kinds: readonly Stripped[];
  /** Distributions that this layer has installed; nothing of others is touched. */
  readonly names: readonly string[];
  /** Modules whose imports must go on finding what they load. */
  readonly imports: readonly string[];
}

const Answer = z.array(StripRow);

/**
 * Takes what the manifest asks for out of a layer's own distributions; their RECORDs say so. After the sizes of the installed
 * files were learned (compile-phase), which are those of the whole wheels, and before the phase is proved.
 * @throws BuildError when it fails; the container is then of no more use.
 */
export async function stripPhase(
  container: Container,
  request: StripRequest,
  signal: AbortSignal,
): Promise<readonly StripRow[]> {
  const { interpreter, ...asked } = request;
  if (asked.kinds.length === 0 || asked.names.length === 0) return [];
  const result = await execText(container, {
    command: [interpreter, "-B", `${TOOLS}/strip.py`, JSON.stringify(asked)],
    env: CHECK_ENV,
    workdir: "/",
    signal,
  });
  const answer = Answer.safeParse(jsonAnswer(result.stdout));
  if (result.exitCode === 0 && answer.success) return answer.data;
  throw new BuildError("`image.strip` could not be done.", {
    evidence: result.stderr.trim().split("\n").at(-1) || (answer.error?.message ?? `exit ${result.exitCode}`),
    remedy: "Leave out what it was to strip; the layer was not committed.",
  });
}
