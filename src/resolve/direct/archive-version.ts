import { createHash } from "node:crypto";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { addressedFile, fileDistribution } from "../../python/direct-source.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import type { LockedFile } from "../../python/lock.ts";
import { readPylock } from "../../python/pylock.ts";
import { BuildError, ConflictError, type SurelayerError } from "../../text/errors.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH, UV } from "../../toolbox/container-paths.ts";
import { execText, type TextResult } from "../../toolbox/exec-text.ts";
import { resolverEnv } from "../../toolbox/installer-env.ts";
import type { Toolbox } from "../../toolbox/toolbox.ts";
import { UV_VERSION } from "../../toolbox/uv.ts";
import type { DirectBase, DirectUrlRequirement } from "./direct-url-requirements.ts";

interface ReadArchive extends DirectUrlRequirement {
  readonly file: LockedFile;
  readonly content: Uint8Array;
}

/** What an archive is of, and how installers call a source distribution of that. */
interface ArchiveVersion {
  readonly version: string;
  readonly name: string;
}

const FOLDER = `${SCRATCH}/work`;

/**
 * The version that a source archive's own build back end tells, in a container of the base; remembered by its hash. A commit's
 * archive is called after the commit, and may hold no version at all.
 * @throws ConflictError when it is of another distribution; BuildError when it is no source of any.
 */
export async function archiveVersion(
  archive: ReadArchive,
  base: DirectBase,
  toolbox: Toolbox,
  ports: Ports,
): Promise<ArchiveVersion> {
  const { requirement, file } = archive;
  const { executable, version: python } = base.facts.python;
  const imageId = requireBase(archive, base);
  const input = [UV_VERSION, file.sha256, requirement.normalised, python, imageId];
  const key = `archive-versions/${createHash("sha256").update(JSON.stringify(input)).digest("hex")}.txt`;
  const known = await ports.cache.read(key);
  if (known?.length) return called(archive, new TextDecoder().decode(known));
  const version = await ports.log.task(`read the source archive of ${requirement.name}`, async () => {
    const { exitCode, stdout, stderr } = await toolbox.open(imageId, `read-${archive.phase}`, (container) =>
      askUv(container, archive, executable, ports),
    );
    const told = exitCode === 0 ? lockedVersion(stdout) : undefined;
    if (told === undefined) throw unreadable(archive, stderr);
    return told;
  });
  await ports.cache.write(key, new TextEncoder().encode(version));
  return called(archive, version);
}

/** @throws ConflictError where the base isn't local: a build back end would have to run on this machine. */
export function requireBase(
  { requirement, phase, source }: DirectUrlRequirement,
  { imageId }: DirectBase,
): string {
  if (imageId !== undefined) return imageId;
  const { name } = requirement;
  throw new ConflictError(
    `Phase ${phase} asks for ${name} by ${kindOf(source)}, which is read in a container of the base, and the base isn't here.`,
    { remedy: `Plan where the engine holds the base image (\`docker pull\`), or name a wheel of ${name}.` },
  );
}

/** The lock of nothing but the archive, printed. */
async function askUv(
  container: Container,
  archive: ReadArchive,
  python: string,
  ports: Ports,
): Promise<TextResult> {
  const path = `archive${endingOf(archive)}`;
  const requirement = `${archive.requirement.normalised} @ file://${FOLDER}/${path}\n`;
  const files = [
    { name: "archive.in", content: requirement },
    { name: path, content: archive.content },
  ];
  await container.putArchive(FOLDER, archiveOf(files));
  return execText(container, {
    command: [
      ...[UV, "pip", "compile", "--no-deps", "--python", python, "archive.in"],
      ...["--format", "pylock.toml", "--no-header", "--output-file", "pylock.archive.toml"],
    ],
    env: resolverEnv(ports.network),
    workdir: FOLDER,
    signal: ports.signal,
  });
}

/** The version of the one package of a lock. */
function lockedVersion(text: string): string | undefined {
  try {
    return readPylock(text).packages[0]?.version;
  } catch {
    return undefined;
  }
}

function called(archive: ReadArchive, version: string): ArchiveVersion {
  const distribution = archive.requirement.normalised.replaceAll("-", "_");
  return { version, name: `${distribution}-${version}${endingOf(archive)}` };
}

function endingOf({ source }: DirectUrlRequirement): string {
  return source.kind === "archive" && source.address.endsWith(".zip") ? ".zip" : ".tar.gz";
}

function kindOf({ kind }: DirectUrlRequirement["source"]): string {
  return kind === "commit" ? "a commit" : "a source archive";
}

const MOST_LINES = 6;

function unreadable({ requirement, source, phase }: ReadArchive, stderr: string): SurelayerError {
  const { name } = requirement;
  const evidence = stderr
    .slice(-20_000)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-MOST_LINES)
    .join("\n");
  const other = /Package metadata name `([\w.-]{1,200})` does not match/.exec(stderr)?.[1];
  if (other !== undefined) {
    return new ConflictError(`Phase ${phase} asks for ${name} by ${kindOf(source)} of ${other}.`, {
      evidence,
      remedy: `Write \`${other} @ …\`, or what is meant.`,
    });
  }
  if (source.kind === "commit") {
    return new BuildError(`The commit of ${name} can't be read as a Python project.`, {
      evidence,
      remedy:
        "Name a commit that builds; one whose build needs tools that the base lacks, git among them, is better built once, and its wheel named.",
    });
  }
  const own = fileDistribution(addressedFile(source.address));
  const aside =
    own !== undefined && normaliseName(own) !== requirement.normalised ? ` It is called ${own}.` : "";
  return new BuildError(`The source archive of ${name} can't be read as a Python project.${aside}`, {
    evidence,
    remedy:
      "Name an archive that holds pyproject.toml or setup.py at its top; one whose build needs tools that the base lacks is better built once, and its wheel named.",
  });
}
