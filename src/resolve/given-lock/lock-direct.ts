import type { Ports } from "../../ports/ports.ts";
import { isLocalAddress } from "../../python/direct-source.ts";
import { gitAddress } from "../../python/git-source.ts";
import type { LockedFile } from "../../python/lock.ts";
import type { MarkerEnvironment } from "../../python/marker.ts";
import type { Problem } from "../../text/errors.ts";
import { type DirectUrlRequirement, directUrlRequirements } from "../direct/direct-url-requirements.ts";
import { changedFiles } from "../direct/read-direct.ts";
import type { RequestedPhase } from "../request.ts";
import type { GivenPackage } from "./given-lock.ts";
import { otherCommit } from "./locked-commit.ts";

/** What the manifest asks for by a file must be that file in its lock; no other file beneath the manifest may be locked. */
export async function lockedDirectProblems(
  packages: ReadonlyMap<string, GivenPackage>,
  phases: readonly RequestedPhase[],
  environment: MarkerEnvironment,
  ports: Pick<Ports, "http" | "clock" | "signal">,
): Promise<readonly Problem[]> {
  const requirements = phases.flatMap((phase) => directUrlRequirements(phase, environment));
  const problems: Problem[] = [];
  for (const ask of requirements) {
    const locked = packages.get(ask.requirement.normalised);
    if (!locked) continue; // that a phase asks for what isn't locked, is said of everything alike
    const { source, requirement } = ask;
    const message = source.git
      ? otherCommit(requirement.name, source.git, locked.commit)
      : await askFault(ask, filesOf(locked), ports);
    if (message !== undefined) problems.push({ message, location: locked.location });
  }
  return [...problems, ...unnamed(packages, requirements)];
}

async function askFault(
  { requirement, source }: DirectUrlRequirement,
  locked: readonly LockedFile[],
  ports: Pick<Ports, "http" | "clock" | "signal">,
): Promise<string | undefined> {
  const [file, ...others] = locked;
  if (file === undefined || withoutFragment(file.url) !== source.address || others.length > 0) {
    const addresses = locked.map((one) => one.url).join(", ");
    return `the manifest names ${requirement.name} at ${source.address}, and it is locked at ${addresses}`;
  }
  if (source.sha256 !== undefined && source.sha256 !== file.sha256) {
    return `the manifest names ${requirement.name} with the hash ${source.sha256}, and it is locked with ${file.sha256}`;
  }
  const [changed] = await changedFiles([file], ports);
  return (
    changed && `${changed} isn't the file that is locked: its content has another hash than ${file.sha256}`
  );
}

function unnamed(
  packages: ReadonlyMap<string, GivenPackage>,
  requirements: readonly DirectUrlRequirement[],
): readonly Problem[] {
  const named = new Set(requirements.map((one) => one.source.address));
  const names = new Set(requirements.map((one) => one.requirement.normalised));
  return [...packages.values()].flatMap((one) => {
    const file = filesOf(one).find(
      ({ url }) => (isLocalAddress(url) || one.byFile === true) && !named.has(withoutFragment(url)),
    );
    const address = one.commit && !names.has(one.name) ? gitAddress(one.commit) : file?.url;
    if (address === undefined) return [];
    const message = `${one.name} is locked as ${address}, which the manifest doesn't name; ask for \`${one.name} @ ${address}\` in a phase, or lock it from an index`;
    return [{ message, location: one.location }];
  });
}

function withoutFragment(url: string): string {
  return url.split("#")[0] ?? url;
}

function filesOf({ wheels, sdist }: GivenPackage): readonly LockedFile[] {
  return [...wheels, ...(sdist ? [sdist] : [])];
}
