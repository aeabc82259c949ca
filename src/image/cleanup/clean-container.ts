import * as z from "zod";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildError } from "../../text/errors.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { jsonAnswer } from "../../toolbox/json-answer.ts";
import { TOOLS } from "../../toolbox/places.ts";
import { CleanupResult, CleanupRow } from "./cleanup-result.ts";

export interface CleanupRequest {
  /** Path of the base's Python. */
  readonly interpreter: string;
  /** Stops as soon as so much is gone; left out: removes all that may go. */
  readonly targetBytes?: number;
  readonly level: CleanupResult["level"];
  /** `layer` unless told: what the base holds can't be freed by a layer on top of it. */
  readonly scope?: "layer" | "view";
  /** Absolute paths that stay, with all that lies in them; see `neededPaths`. */
  readonly needed: readonly string[];
  readonly signal?: AbortSignal;
}

/** All strategies together. */
const TIME_LIMIT_S = 60;

const Answer = z.object({
  rows: z.array(CleanupRow),
  kept: CleanupResult.unwrap().shape.kept,
  freeBefore: z.number(),
  freeAfter: z.number(),
});

/**
 * Removes what nobody needs again from a build container opened by the toolbox, the least risky first: installers' caches and
 * leftovers, old temporary files, conda's and apt's downloads; caches of home folders only when it is critical. A program
 * that runs in the container meanwhile keeps what it may have written.
 * @throws BuildError when the probe itself fails; the container is then as good as before.
 */
export async function cleanContainer(
  container: Container,
  request: CleanupRequest,
  ports: Pick<Ports, "clock" | "signal">,
): Promise<CleanupResult> {
  const started = ports.clock.monotonic();
  const { level, scope = "layer", targetBytes, needed } = request;
  const asked = { level, scope, target: targetBytes ?? null, needed, seconds: TIME_LIMIT_S };
  const result = await execText(container, {
    command: [request.interpreter, "-B", `${TOOLS}/cleanup.py`, JSON.stringify(asked)],
    // HOME and the cache variables stay the image's own: they say where its caches are.
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    workdir: "/",
    signal: request.signal ?? ports.signal,
  });
  const answer = Answer.safeParse(jsonAnswer(result.stdout));
  if (result.exitCode !== 0 || !answer.success) {
    throw new BuildError("The cleanup of the build container failed.", {
      evidence:
        result.stderr.trim().split("\n").at(-1) || (answer.error?.message ?? `exit ${result.exitCode}`),
    });
  }
  return {
    ...{ level, scope, targetBytes: targetBytes ?? null, ...answer.data },
    seconds: (ports.clock.monotonic() - started) / 1000,
  };
}
