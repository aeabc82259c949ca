import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildError } from "../../text/errors.ts";
import { MARKER, TOOLS } from "../../toolbox/container-paths.ts";
import { CHECK_ENV } from "../../toolbox/installer-env.ts";
import { findSecret } from "./find-secret.ts";

/** Nobody writes a password into a larger file. */
const MOST_BYTES = 1024 * 1024;

interface Layer {
  readonly phase: string;
  /** Python of the phase, which sees its distributions. */
  readonly interpreter: string;
  readonly distributions: readonly PlannedDistribution[];
}

/**
 * The last look at a layer before its commit: no secret of this machine may be in it. Files of wheels are left out, because the
 * lock's hash says what they hold.
 * @throws BuildError that names the file.
 */
export async function lookAtLayer(container: Container, layer: Layer, ports: Ports): Promise<void> {
  if (!ports.secrets.areKnown()) return;
  const wheels = layer.distributions.filter((one) => one.kind === "wheel").map((one) => one.name);
  const archive = new PassThrough();
  let isDone = false;
  const found = findSecret(archive, ports.secrets).finally(() => {
    isDone = true;
  });
  // Its fault is told below, after the program's own.
  found.catch(() => undefined);
  const args = [MARKER, JSON.stringify(wheels), String(MOST_BYTES)];
  let stderr = "";
  const exitCode = await container.exec({
    command: [layer.interpreter, "-B", `${TOOLS}/small_files.py`, ...args],
    ...{ env: CHECK_ENV, workdir: "/", signal: ports.signal },
    onOutput: (chunk, stream) => {
      if (stream === "stderr") stderr += Buffer.from(chunk).toString();
      else if (!isDone && !archive.write(Buffer.from(chunk)))
        return Promise.race([once(archive, "drain"), found]);
      return;
    },
  });
  archive.end();
  if (exitCode !== 0) {
    throw new BuildError(`The files of phase ${layer.phase} can't be looked at for secrets.`, {
      evidence: stderr.trim().split("\n").at(-1) ?? "",
      remedy: "A command of the phase may have replaced Python: look at what it does to the base's own.",
    });
  }
  const path = await found;
  if (path !== undefined)
    throw secretIn(`The layer of phase ${layer.phase}`, path, "The layer was not committed.");
}

/** @param what the subject of the sentence. @param state what was not done. */
export function secretIn(what: string, path: string, state: string): BuildError {
  return new BuildError(`${what} would hold a secret of this machine, in ${path}.`, {
    remedy:
      "Find what writes it there. Secrets are the logins of indexes, proxies and registries, and the values of variables " +
      `that are named as secrets, such as HF_TOKEN. Everyone who can pull an image can read its files. ${state}`,
  });
}
