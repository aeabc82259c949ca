import { normaliseName } from "../../python/distribution-name.ts";
import type { LockedDistribution } from "../../python/lock.ts";
import { ToolFailure } from "../../retry/tool-failure.ts";
import { BuildError, ConflictError, RegistryError, type SurelayerError } from "../../text/errors.ts";
import type { ResolveRequest } from "../request.ts";
import { PROJECT } from "../uv-project.ts";
import { namedRequirements } from "./named-requirements.ts";
import { sourceBuildError } from "./source-build-failure.ts";
import { urlDependencyError } from "./url-dependency.ts";

/** Says in our words what uv's failure means; its own explanation is the evidence, and its class of failure goes along as the cause. */
export function resolutionError(stderr: string, request: ResolveRequest, onMachine = false): SurelayerError {
  const text = readable(stderr.slice(0, MAX_CHARACTERS));
  const build = sourceBuildError(stderr);
  if (build !== undefined) return build;
  const error =
    urlDependencyError(text, request) ??
    refused(text) ??
    sdistOnly(text) ??
    unknownPackage(text, request) ??
    missingVersion(text, request) ??
    wrongPython(text) ??
    malformedWheel(text) ??
    noSolution(text) ??
    unreachable(text) ??
    new BuildError("uv could not resolve the packages.", {
      evidence: text,
      remedy:
        "The line above is uv's own; a package that exists only as source may need build tools in the base image.",
    });
  error.cause = new ToolFailure({ tool: "uv", exitCode: 1, output: stderr, oomKills: 0, onMachine });
  return error;
}

/** uv's explanations are a few kilobytes; a build backend may print anything. */
const MAX_CHARACTERS = 64 * 1024;

type Explained = SurelayerError | undefined;

/** Behind its "not found" uv hides that an index asked for credentials. */
function refused(text: string): Explained {
  if (!/returned a 40[13] |lack of valid authentication credentials/.test(text)) return undefined;
  return new RegistryError("The package index refused: its credentials are missing or wrong.", {
    evidence: text,
    remedy: "Give this machine's pip or uv configuration a login for the index, then run again.",
  });
}

const WHEELS_REQUIRED = /Wheels are required for `([\w.-]+)` because building from source is disabled/g;

/** Distributions that uv passed over because it may not build: it is told so only where there is no base to build them in. */
export function sdistOnlyNames(stderr: string): readonly string[] {
  return namesIn(stderr, WHEELS_REQUIRED);
}

const NEVER_WHEELS = /\ball versions of ([\w.-]+) have no usable wheels/g;

/** Those of them that have no usable wheel in any version. Of the others, a version with one may do. */
export function neverWheels(stderr: string): readonly string[] {
  return namesIn(stderr, NEVER_WHEELS);
}

/** Those of them of which uv has read what some version depends on: that version has a wheel. */
export function sometimesWheels(stderr: string, names: readonly string[]): readonly string[] {
  const text = stderr.slice(0, MAX_CHARACTERS).replaceAll(/\s+/g, " ");
  const depending = [...text.matchAll(/(?<![\w.-])([\w.-]{1,200}?)(?:[<>=!][^\s]{0,200})? depends? on /g)];
  const found = new Set(depending.map(([, name = ""]) => normaliseName(name)));
  return names.filter((name) => found.has(normaliseName(name)));
}

function namesIn(stderr: string, pattern: RegExp): readonly string[] {
  const names = [...stderr.slice(0, MAX_CHARACTERS).matchAll(pattern)].map(([, name = ""]) => name);
  return [...new Set(names)].sort();
}

/** @param name a source whose archive can't be read. */
export function unreadableSource({ name, version, sdist }: LockedDistribution): ConflictError {
  return new ConflictError(
    `${name} ${version} exists only as source, and its archive${sdist ? ` ${sdist.name}` : ""} states no requirements that can be read; without the base image it isn't built, because a package's code runs in containers only.`,
    { remedy: withoutBase(name) },
  );
}

/** @param sources whose requirements change what the resolver chooses, so that it chooses other versions each time. */
export function unsettledSource(sources: readonly LockedDistribution[]): ConflictError {
  const names = sources.map((one) => one.name).join(", ");
  return new ConflictError(
    `No version of ${names} agrees with its own requirements: ${names} exists only as source, and the resolver goes back and forth between its versions.`,
    { remedy: `Pin the version of ${names}, or plan where the engine holds the base image.` },
  );
}

function withoutBase(names: string): string {
  return [
    "Plan where the engine holds the base image (`docker pull`): its metadata is then built in a container of it.",
    "Or plan so once with `--write-lock pylock.toml` and write `lock: pylock.toml` into the manifest: with a lock nothing has to be built for a plan.",
    `Or ask for a version of ${names} that has a wheel.`,
  ].join("\n");
}

function sdistOnly(text: string): Explained {
  const names = sdistOnlyNames(text).join(", ");
  if (names === "") return undefined;
  return new ConflictError(
    `The index has no wheel that will do of ${names}, and no source archive that states its requirements; without the base image none is built, because a package's code runs in containers only.`,
    {
      evidence: text,
      remedy: withoutBase(names),
    },
  );
}

function unknownPackage(text: string, request: ResolveRequest): Explained {
  const name = /Because ([\w.-]+) was not found in the package registry/.exec(text)?.[1];
  if (name === undefined) return undefined;
  return new ConflictError(`No package named ${name} is in the index.`, {
    evidence: text,
    remedy: `Check the spelling of ${name} (${whoNames(name, request)}), or bind it to the index that has it under \`indexes\`.`,
  });
}

const NO_VERSION = /there (?:is|are) no versions? of ([\w.-]+)(?:\[[\w.,-]*\])?(==[\w.+!]+)/;
const ONLY_OTHERS =
  /Because only ([\w.-]+)[^\s,]* (?:is|are) available and you require [\w.-]+([<>=!~][^\s,]+)/;

function missingVersion(text: string, request: ResolveRequest): Explained {
  const [, name, version] = NO_VERSION.exec(text) ?? ONLY_OTHERS.exec(text) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const kept = request.keep.includes(normaliseName(name)) && !pinnedBy(request, name, version);
  return new ConflictError(`The index has no ${name}${version}.`, {
    evidence: text,
    remedy: kept
      ? `The base image holds this ${name} and \`keep\` pins it: bind ${name} to the index that has this build under \`indexes\`, or take it out of \`keep\`.`
      : `It was withdrawn or never published for this Python: write a version of ${name} that the index has.`,
  });
}

function wrongPython(text: string): Explained {
  const match =
    /the current Python version \(([\w.+]+)\) does not satisfy Python(\S+) and (\S+) depends on Python/.exec(
      text,
    );
  if (!match) return undefined;
  return new ConflictError(`${match[3]} needs Python ${match[2]}; the base image has ${match[1]}.`, {
    evidence: text,
    remedy: "Choose a base image with such a Python, or another version of the package.",
  });
}

function malformedWheel(text: string): Explained {
  const named = /\b(\S{1,200}) has an invalid package format/.exec(text)?.[1];
  if (named === undefined) return undefined;
  return new BuildError(`The wheel of ${named} can't be read: its structure is invalid.`, {
    evidence: text,
    remedy: "Ask for another version of the package, and tell its authors.",
  });
}

function noSolution(text: string): Explained {
  if (!text.includes("No solution found when resolving")) return undefined;
  return new ConflictError("The phases' packages can't be installed together.", {
    evidence: text,
    remedy: "Loosen or change one of the pins named above.",
  });
}

function unreachable(text: string): Explained {
  if (/HTTP status client error \(4(?:04|10)\b/.test(text)) {
    return new ConflictError("A file that the index lists is gone from it.", {
      evidence: text,
      remedy:
        "Pin another version of the package that the address names, or run again when the index is whole.",
    });
  }
  if (/invalid peer certificate|certificate verify failed/.test(text)) {
    return new RegistryError("The package index's certificate isn't trusted by this machine's settings.", {
      evidence: text,
      remedy: /certificate (?:has )?expired|not valid yet|not yet valid/.test(text)
        ? "Check this machine's clock first; if it is right, the index needs a new certificate."
        : "Name a file with the CA's certificate (PEM) in SSL_CERT_FILE; build containers then get it, too.",
    });
  }
  const network =
    /error sending request|Failed to fetch|dns error|Connection refused|timed out|HTTP status (?:server|client) error/i;
  if (!network.test(text)) return undefined;
  return new RegistryError("The package index didn't answer as an index should.", {
    evidence: text,
    remedy: "Check the network, the proxy and the index settings of this machine, then run again.",
  });
}

/** uv speaks of the project that it was given, on several lines; the user knows phases. */
function readable(stderr: string): string {
  return stderr
    .replaceAll(`${PROJECT}:`, "phase ")
    .split("\n")
    .map((line) => line.trim().replace(/^(?:cause: |error: )/, ""))
    .filter(Boolean)
    .join("\n");
}

function pinnedBy(request: ResolveRequest, name: string, version: string): boolean {
  return namedRequirements(request).some(
    ({ requirement }) =>
      requirement.normalised === normaliseName(name) && requirement.specifiers.includes(version),
  );
}

function whoNames(name: string, request: ResolveRequest): string {
  const found = namedRequirements(request).find(
    ({ requirement }) => requirement.normalised === normaliseName(name),
  );
  return found ? `phase ${found.phase}` : "another package asks for it";
}
