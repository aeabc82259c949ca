import { join } from "node:path";
import type { Container } from "../../docker/engine.ts";
import { BuildError, messageOf } from "../../errors.ts";
import { isLocalAddress } from "../../manifest/direct-source.ts";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Ports } from "../../ports.ts";
import { PREFETCHED } from "../../toolbox/places.ts";

export interface CarriedFiles {
  readonly distributions: readonly PlannedDistribution[];
  /** Absolute path of the manifest's folder. */
  readonly folder: string;
}

/**
 * Brings wheels and source archives from beneath the manifest to where downloaded ones wait for the installer, which checks
 * their hashes as it does with those.
 * @returns whether there were any.
 */
export async function carryFiles(
  container: Container,
  { distributions, folder }: CarriedFiles,
  ports: Ports,
): Promise<boolean> {
  const local = distributions.filter((one) => isLocalAddress(one.file.url));
  for (const { file } of local) {
    const place = `${PREFETCHED}/${file.sha256}`;
    await container.exec({ command: ["mkdir", "-p", place], signal: ports.signal });
    await container.putArchive(place, await packed(join(folder, file.url), file.name, ports));
  }
  return local.length > 0;
}

async function packed(path: string, name: string, { files }: Ports) {
  try {
    return await files.tar(path, `/${name}`);
  } catch (error) {
    throw new BuildError(`${name} can't be read: ${messageOf(error)}`, {
      evidence: path,
      remedy: "It was there when the plan was made: put it back, or plan again.",
      cause: error,
    });
  }
}
