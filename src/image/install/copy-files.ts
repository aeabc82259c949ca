import { join } from "node:path";
import type { PlannedDistribution } from "../../plan/plan.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { isVersionControl } from "../../python/git-source.ts";
import { plannedCommit } from "../../resolve/direct/read-commit.ts";
import { BuildError, messageOf } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { PREFETCHED } from "../../toolbox/container-paths.ts";

interface CopiedFiles {
  readonly distributions: readonly PlannedDistribution[];
  /** Absolute path of the manifest's folder. */
  readonly folder: string;
}

/**
 * Copies files from beneath the manifest, and commits of git, to the folder of prefetched files in the container. The installer
 * checks their hashes like those of downloads. So the container needs neither git nor a login.
 * @returns whether there were any.
 */
export async function copyFiles(
  container: Container,
  { distributions, folder }: CopiedFiles,
  ports: Ports,
): Promise<boolean> {
  const carried = distributions.filter(({ file }) => isLocalAddress(file.url) || isVersionControl(file.url));
  for (const { file } of carried) {
    const target = `${PREFETCHED}/${file.sha256}`;
    await container.exec({ command: ["mkdir", "-p", target], signal: ports.signal });
    const content = isLocalAddress(file.url)
      ? await packed(join(folder, file.url), file.name, ports)
      : archiveOf([{ name: file.name, content: await plannedCommit(file, ports) }]);
    await container.putArchive(target, content);
  }
  return carried.length > 0;
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
