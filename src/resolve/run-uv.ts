import type { Container } from "../docker/engine.ts";
import { BuildError } from "../errors.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { execText, type TextResult } from "../toolbox/exec-text.ts";
import { installerEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import type { BaseFacts } from "./base-facts.ts";
import type { UvAnswer } from "./remembered-lock.ts";
import { resolutionError } from "./resolution-error.ts";
import { uvProject } from "./uv-project.ts";

const FOLDER = `${SCRATCH}/work`;

/**
 * Resolves all phases together inside a container of the base, so that markers, tags and metadata builds are the base's own.
 * @throws ConflictError when there is no solution; RegistryError when the index doesn't answer.
 */
export async function runUv(
  container: Container,
  manifest: Manifest,
  facts: BaseFacts,
  ports: Ports,
): Promise<UvAnswer> {
  await container.putArchive(
    FOLDER,
    archiveOf([{ name: "pyproject.toml", content: uvProject(manifest, facts) }]),
  );

  const compile = async (extra: readonly string[]): Promise<TextResult> => {
    const result = await execText(container, {
      command: [UV, "pip", "compile", ...commonArguments(manifest, facts), ...extra],
      env: installerEnv(ports.network),
      workdir: FOLDER,
      signal: ports.signal,
    });
    if (result.exitCode !== 0) throw resolutionError(result.stderr, manifest);
    return result;
  };
  await compile(["--format", "pylock.toml", "--output-file", "pylock.toml"]);
  const lock = await execText(container, { command: ["cat", `${FOLDER}/pylock.toml`], signal: ports.signal });
  if (lock.exitCode !== 0) {
    throw new BuildError("The lock that the resolver wrote can't be read back.", { evidence: lock.stderr });
  }
  // The second pass adds who wants what; everything it needs is in uv's cache by now.
  const annotated = await compile(["--offline", "--annotation-style", "line", "--no-header"]);
  return { lock: lock.stdout, annotations: annotated.stdout };
}

function commonArguments(manifest: Manifest, facts: BaseFacts): readonly string[] {
  return [
    "--quiet",
    ...["--python", facts.python.executable],
    ...manifest.phases.flatMap((phase) => ["--group", phase.name]),
  ];
}
