import * as z from "zod";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildError } from "../../text/errors.ts";
import { runProbe } from "../../toolbox/run-probe.ts";
import { CleanupResult, CleanupRow } from "./cleanup-result.ts";

interface CleanupRequest {
  /** Path of the base's Python. */
  readonly interpreter: string;
  /** The cleanup ends when this many bytes are gone. Without it, the cleanup removes all that may go. */
  readonly targetBytes?: number;
  readonly level: CleanupResult["level"];
  /** `layer` unless given: a layer on top of the base can't free what the base holds. */
  readonly scope?: "layer" | "view";
  /** Absolute paths of files and whole folders that stay; see `neededPaths`. */
  readonly needed: readonly string[];
  readonly signal?: AbortSignal;
}

/** For all strategies together. */
const TIME_LIMIT_S = 60;

const Answer = z.object({
  rows: z.array(CleanupRow),
  kept: CleanupResult.unwrap().shape.kept,
  freeBefore: z.number(),
  freeAfter: z.number(),
});

/**
 * Removes files that nobody needs again from a build container. The least risky go first: installers' caches and leftovers,
 * old temporary files, downloads of conda and apt. Caches in home folders go at the level `critical` only. Files that a
 * program running in the container may have written stay.
 * @throws BuildError when the cleanup program fails; the container can still be used.
 */
export async function cleanContainer(
  container: Container,
  request: CleanupRequest,
  ports: Pick<Ports, "clock" | "signal">,
): Promise<CleanupResult> {
  const started = ports.clock.monotonic();
  const { level, scope = "layer", targetBytes, needed } = request;
  const asked = { level, scope, target: targetBytes ?? null, needed, seconds: TIME_LIMIT_S };
  const probe = {
    ...{ python: request.interpreter, program: "cleanup.py", args: [JSON.stringify(asked)] },
    // The image's own HOME and cache variables say where its caches are.
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  };
  const { answer, fault } = await runProbe(container, probe, Answer, request.signal ?? ports.signal);
  if (!answer) throw new BuildError("The cleanup of the build container failed.", { evidence: fault });
  return {
    ...{ level, scope, targetBytes: targetBytes ?? null, ...answer },
    seconds: (ports.clock.monotonic() - started) / 1000,
  };
}
