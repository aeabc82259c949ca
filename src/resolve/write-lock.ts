import { join } from "node:path";
import { stringify } from "smol-toml";
import type { BaseFacts } from "../python/base-facts.ts";
import { isLocalAddress } from "../python/direct-source.ts";
import type { LockedDistribution, LockedFile } from "../python/lock.ts";
import type { OwnTable } from "../python/pylock.ts";
import type { BuildLock } from "../python/sources/build-lock.ts";
import type { Resolution } from "../wheels/resolution.ts";
import { commitTable } from "./given-lock/locked-commit.ts";

/**
 * The plan's lock as a pylock.toml (PEP 751), for uv, pip and `lock:`: everything that the phases need, what the base
 * already holds included. Kept packages that no index has are the base's own and left out.
 * @param manifestFolder from the lock's own folder: files beneath the manifest are named from there.
 */
export function writeLock({ base, locked, phases, distributions }: Resolution, manifestFolder = ""): string {
  const builds = new Map(distributions.map((one) => [one.name, one.build]));
  const needed = new Set(phases.flatMap((phase) => [...phase.needs, ...phase.satisfied]));
  const direct = Object.assign({}, ...phases.map((phase) => phase.direct)) as Readonly<
    Record<string, readonly string[]>
  >;
  const written = locked.filter((one) => needed.has(one.name) && filesOf(one).length > 0);
  const names = new Set(written.map((one) => one.name));
  const packages = written
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => {
      const dependencies = (direct[one.name] ?? []).filter((name) => names.has(name));
      return { ...packageTable(one, dependencies, manifestFolder), ...buildTable(builds.get(one.name)) };
    });
  return stringify({
    "lock-version": "1.0",
    "created-by": "surelayer",
    "requires-python": pythonRange(base.python.version),
    environments: [environmentOf(base.python)],
    packages,
  });
}

function packageTable(one: LockedDistribution, dependencies: readonly string[], manifestFolder: string) {
  const table = (file: LockedFile) => fileTable(file, manifestFolder);
  const wheels = one.wheels.filter(isLasting).map(table);
  const vcs = one.sdist && commitTable(one.sdist);
  return {
    name: one.name,
    version: one.version,
    ...(one.index !== undefined && { index: withoutLogin(one.index) }),
    // Also where there are none: only so a reader knows that it needn't look into the wheel.
    dependencies: dependencies.toSorted().map((name) => ({ name })),
    ...(vcs !== undefined && { vcs }),
    ...(one.sdist && vcs === undefined && isLasting(one.sdist) && { sdist: table(one.sdist) }),
    ...(wheels.length > 0 && { wheels }),
  };
}

function buildTable(build: BuildLock | undefined): { readonly tool?: { readonly surelayer: OwnTable } } {
  if (build === undefined) return {};
  const distributions = build.distributions.map(({ name, version, file }) => {
    return { name, version, file: fileTable({ ...file, bytes: file.bytes ?? undefined }, "") };
  });
  return {
    tool: { surelayer: { "build-requires": [...build.requires], "build-distributions": distributions } },
  };
}

function fileTable({ name, url, bytes, sha256 }: LockedFile, manifestFolder: string) {
  const location = isLocalAddress(url) ? { path: join(manifestFolder, url) } : { url: withoutLogin(url) };
  return { name, ...location, ...(bytes !== undefined && { size: bytes }), hashes: { sha256 } };
}

function filesOf(one: LockedDistribution): readonly LockedFile[] {
  return [...one.wheels, ...(one.sdist ? [one.sdist] : [])].filter(isLasting);
}

/** The stand-ins for kept packages lie in a container that is gone. */
function isLasting({ url }: LockedFile): boolean {
  return isLocalAddress(url) || /^(?:git\+|https?:\/\/)/.test(url);
}

/** A lock is for everybody to read; logins are the machine's. */
function withoutLogin(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.username === "" && url.password === "") return address;
  url.username = "";
  url.password = "";
  return url.href;
}

/** Versions were chosen for one Python; another may need others. */
function pythonRange(version: string): string {
  const [major = 3, minor = 0] = version.split(".").map(Number);
  return `>=${major}.${minor},<${major}.${minor + 1}`;
}

function environmentOf({ implementation, machine }: BaseFacts["python"]): string {
  return `sys_platform == 'linux' and platform_machine == '${machine}' and implementation_name == '${implementation}'`;
}
