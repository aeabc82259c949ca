import { type LockedDistribution, parseLock } from "../../python/lock.ts";
import { requirementLeniently } from "../../python/requirement.ts";
import type { UvInput } from "../run-uv.ts";
import { ALL_GROUP, torchFlags, uvProject } from "../uv-project.ts";

const FOLDER = "newest";

/**
 * The newest release of each package that has a wheel for the base's Python, from the package's own index. A package without one
 * is left out.
 * @param names normalised (PEP 503)
 */
export async function newestReleases(
  input: UvInput,
  names: readonly string[],
): Promise<ReadonlyMap<string, LockedDistribution>> {
  if (names.length === 0) return new Map();
  // One package without a wheel makes uv answer nothing: then each is asked for alone.
  const together = await ask(input, names);
  const found = together ?? (await oneByOne(input, names.length > 1 ? names : []));
  return new Map(found.map((one) => [one.name, one]));
}

async function oneByOne(input: UvInput, names: readonly string[]): Promise<readonly LockedDistribution[]> {
  const found: LockedDistribution[] = [];
  for (const name of names) found.push(...((await ask(input, [name])) ?? []));
  return found;
}

/** Only wheels are looked at, so that nothing is built. */
async function ask(
  input: UvInput,
  names: readonly string[],
): Promise<readonly LockedDistribution[] | undefined> {
  return (await askAlone(input, names, input.resolver.pythonFlags())).locked;
}

interface AloneAnswer {
  /** Undefined where uv finds no answer. */
  readonly locked: readonly LockedDistribution[] | undefined;
  readonly stderr: string;
}

/**
 * The wheels of packages that are asked for without what they require.
 * @param requirements PEP 508
 * @param flags of `uv pip compile`, which say the Python
 */
export async function askAlone(
  { resolver, request }: UvInput,
  requirements: readonly string[],
  flags: readonly string[],
): Promise<AloneAnswer> {
  const [phase] = request.phases;
  if (phase === undefined) return { locked: [], stderr: "" };
  const alone = { ...phase, packages: requirements.map(requirementLeniently) };
  const bare = { ...request, phases: [alone], keep: [], constraints: [], wheels: [] };
  await resolver.write([{ name: FOLDER }, { name: `${FOLDER}/pyproject.toml`, content: uvProject(bare) }]);
  const result = await resolver.run(
    [
      ...[resolver.uv, "pip", "compile", "--quiet", "--no-deps", "--only-binary", ":all:"],
      ...["--format", "pylock.toml", "--group", ALL_GROUP],
      ...flags,
      ...torchFlags(request),
    ],
    { within: FOLDER, seconds: 30 },
  );
  const { exitCode, stdout, stderr } = result;
  return { locked: exitCode === 0 ? parseLock(stdout) : undefined, stderr };
}
