import { normaliseName } from "../../python/distribution-name.ts";
import { gitAddress, gitSource } from "../../python/git-source.ts";
import { requirementFault } from "../../python/requirement.ts";
import { ConflictError } from "../../text/errors.ts";
import { directUrlRequirements } from "../direct/direct-url-requirements.ts";
import type { ResolveRequest } from "../request.ts";

/** What a package asks for by an address of its own metadata. */
export interface UrlDependency {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** Without what stands behind `#`, but for a folder of a repository. */
  readonly address: string;
  readonly extras: readonly string[];
  /** `name==version` of who asks. */
  readonly by: string | undefined;
}

const BY_ADDRESS =
  /Package `([\w.-]{1,200})` was included as a URL dependency\.[^`]{0,300}`[\w.-]{1,200}(?:\[([^\]]{0,200})\])? @ ([^\s`]{1,2000})`/;
const BY = /Failed to resolve dependencies for package `([\w.-]{1,200}==[^\s`]{1,100})`/;

/** Reads what uv says of an address that the project itself doesn't name. */
export function parseUrlDependency(stderr: string): UrlDependency | undefined {
  const text = stderr.slice(0, 100_000).replaceAll(/\s+/g, " ");
  const [, name, extras = "", told = ""] = BY_ADDRESS.exec(text) ?? [];
  if (name === undefined) return undefined;
  const git = gitSource(told);
  return {
    name: normaliseName(name),
    address: git ? gitAddress(git) : (told.split("#")[0] ?? ""),
    extras: extras.split(",").flatMap((one) => one.trim() || []),
    by: BY.exec(text)?.[1],
  };
}

/** Only the manifest may name files: what a package brings along by an address is in no index, and nobody looked at it. */
export function urlDependencyError(text: string, { phases }: ResolveRequest): ConflictError | undefined {
  const asked = parseUrlDependency(text);
  if (asked === undefined) return undefined;
  const { name, by = "a package" } = asked;
  const who = by.replace("==", " ");
  const named = phases
    .flatMap((phase) => directUrlRequirements(phase, {}))
    .find((one) => one.requirement.normalised === name);
  const message = named
    ? `${who} asks for ${name} by another address than phase ${named.phase}.`
    : `${who} asks for ${name} by an address, which only the manifest may do.`;
  const requirement = `${name} @ ${asked.address}`;
  const fault = requirementFault(requirement);
  const add = named ? "write in its place" : "add to a phase";
  return new ConflictError(message, {
    evidence: text.replaceAll(/\/\/[^/\s`]{0,1000}@/g, "//…@"),
    remedy:
      fault === undefined
        ? `Look at ${gitSource(asked.address) ? "that repository" : "that file"}; then ${add}: \`${requirement}\`. Or pin a version of ${by.split("==")[0]} that asks for none.`
        : `A manifest can't name it so: the requirement ${fault}. Or pin a version of ${by.split("==")[0]} that asks for none.`,
  });
}
