import { compare } from "@renovatebot/pep440";
import { type BaseFacts, minorVersion } from "../../python/base-facts.ts";
import { type LockedDistribution, wheelChooser } from "../../python/lock.ts";
import { targetTags, wheelTags } from "../../python/target-tags.ts";
import type { WheelsElsewhere } from "../../wheels/advice.ts";
import { installedInBase } from "../already-satisfied.ts";
import type { Settled } from "../resolve-without-builds.ts";
import type { UvInput } from "../run-uv.ts";
import { askAlone } from "./newest-releases.ts";

/** Each takes two runs of uv. */
const MOST_SOURCES = 6;
/** Older ones are out of use, also with those who keep to old packages. */
const OLDEST_MINOR = 8;
const OTHER_PYTHON = /does\s+not\s+satisfy\s+Python/;

/** What wheels the index has of the sources in an answer: for which Pythons, and the first later version with one that fits. */
export async function wheelsElsewhere(
  input: UvInput,
  { answer }: Settled,
): Promise<readonly WheelsElsewhere[]> {
  const { resolver } = input;
  const { facts } = input.request;
  const found: WheelsElsewhere[] = [];
  for (const one of sourcesIn(answer.locked, facts).slice(0, MOST_SOURCES)) {
    const { name, version } = one;
    const wheels = await wheelsOf(`${name}==${version}`, input);
    const { locked: later } = await askAlone(
      input,
      [`${name}>${version}`],
      [...resolver.pythonFlags(), "--resolution", "lowest"],
    );
    found.push({
      ...{ name, pythons: pythonsOf(wheels, facts.python), any: wheels.length > 0 },
      first: later?.[0]?.version ?? null,
    });
  }
  return found;
}

/** Names of all wheels of a version. uv tells those for a Python and later ones: the oldest Python that the version takes is looked for. */
async function wheelsOf(pinned: string, input: UvInput): Promise<readonly string[]> {
  const { resolver, request } = input;
  const own = Number(request.facts.python.version.split(".")[1] ?? OLDEST_MINOR);
  for (let minor = OLDEST_MINOR; minor <= own; minor += 1) {
    const from = ["--python", resolver.python, "--universal", "--python-version", `3.${minor}`];
    const { locked, stderr } = await askAlone(input, [pinned], from);
    if (locked !== undefined) return locked.flatMap((one) => one.wheels.map((wheel) => wheel.name));
    if (!OTHER_PYTHON.test(stderr)) return [];
  }
  return [];
}

function sourcesIn(locked: readonly LockedDistribution[], facts: BaseFacts): readonly LockedDistribution[] {
  const choose = wheelChooser(targetTags(facts.python));
  const installed = installedInBase(locked, facts);
  return locked.filter((one) => one.sdist && !installed.has(one.name) && !choose(one.wheels));
}

/** Minor versions of CPython that wheels of these names are for on this platform, such as `3.10`. */
export function pythonsOf(wheels: readonly string[], { machine, version }: BaseFacts["python"]): string[] {
  const pythons = wheels.flatMap((name) => wheelTags(name).flatMap((tag) => cpythonOf(tag, machine) ?? []));
  const own = minorVersion(version);
  return [...new Set(pythons)].filter((one) => one !== own).toSorted(compare);
}

/** `cp310-cp310-manylinux_2_17_x86_64` → `3.10`. */
function cpythonOf(tag: string, machine: string): string | undefined {
  const [, minor, platform = ""] = /^cp3(\d+)-[^-]+-(.*)$/.exec(tag) ?? [];
  return minor !== undefined && platform.includes("linux") && platform.endsWith(machine)
    ? `3.${minor}`
    : undefined;
}
