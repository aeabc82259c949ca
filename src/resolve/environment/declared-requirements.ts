import * as z from "zod";
import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseDistribution, BaseFacts } from "../../python/base-facts.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { type LockedDistribution, parseLock, wheelChooser } from "../../python/lock.ts";
import { targetTags } from "../../python/target-tags.ts";
import { metadataReader } from "../../wheels/wheel-metadata.ts";
import { withLocalResolver } from "./local-resolver.ts";
import type { ResolverEnvironment } from "./resolver-environment.ts";

const Requires = z.array(z.string());
type Requires = z.infer<typeof Requires>;

/**
 * A declared base's facts, with what each of its packages requires. The index's metadata says that. A package that the index
 * doesn't have, or that can't be read, requires nothing that is known.
 */
export async function withDeclaredRequirements(facts: BaseFacts, ports: Ports): Promise<BaseFacts> {
  const keys = facts.distributions.map((one) => keyOf(one, facts));
  const known = await Promise.all(keys.map((key) => recallJson(ports.cache, key, Requires)));
  const requires = known.every((one) => one !== undefined)
    ? known
    : await ports.log.task("read what the declared packages require", () => askIndex(facts, known, ports));
  const distributions = facts.distributions.map((one, index) => {
    const lines = requires[index];
    return lines === undefined ? one : { ...one, requires: lines };
  });
  return { ...facts, distributions };
}

/** Another Python may take another wheel. */
function keyOf({ name, version }: BaseDistribution, { python }: BaseFacts): string {
  return keyFor("declared-requires", [normaliseName(name), publicVersion(version), python.version]);
}

/** No index has a local build such as 2.8.0+cu128 beside its public one, and both require the same of other packages. */
function publicVersion(version: string | null): string {
  return (version ?? "").replace(/\+.*$/, "");
}

function askIndex(
  facts: BaseFacts,
  known: readonly (Requires | undefined)[],
  ports: Ports,
): Promise<readonly (Requires | undefined)[]> {
  return withLocalResolver(facts, ports, async (resolver) => {
    const asked = facts.distributions.filter((_, index) => known[index] === undefined);
    // One version that the index doesn't have makes uv answer nothing: then each is asked for alone.
    const together = await locked(asked, resolver);
    const all: (Requires | undefined)[] = [];
    for (const [index, one] of facts.distributions.entries()) {
      const found = known[index] === undefined ? (together ?? (await locked([one], resolver))) : undefined;
      const requires = known[index] ?? (found && (await requiresOf(one, found, facts, ports)));
      if (requires !== undefined) await keepJson(ports.cache, keyOf(one, facts), requires);
      all.push(requires);
    }
    return all;
  });
}

/** The files of these versions; none where the index doesn't have them, undefined where that can't be known now. */
async function locked(
  distributions: readonly BaseDistribution[],
  resolver: ResolverEnvironment,
): Promise<readonly LockedDistribution[] | undefined> {
  const lines = distributions.map(({ name, version }) => `${name}==${publicVersion(version)}\n`);
  await resolver.write([{ name: ASKED, content: lines.join("") }]);
  const result = await resolver.run([
    ...[resolver.uv, "pip", "compile", ASKED, "--quiet", "--no-deps", "--format", "pylock.toml"],
    ...resolver.pythonFlags(),
    ...resolver.buildFlags([]),
  ]);
  if (result.exitCode === 0) return parseLock(result.stdout);
  return distributions.length === 1 && /No solution found/.test(result.stderr) ? [] : undefined;
}

const ASKED = "declared.txt";

/** Undefined where it can't be known now, but may be later. */
async function requiresOf(
  { name }: BaseDistribution,
  found: readonly LockedDistribution[],
  facts: BaseFacts,
  ports: Ports,
): Promise<Requires | undefined> {
  const wheels = found.flatMap((one) => (one.name === normaliseName(name) ? one.wheels : []));
  const wheel = wheelChooser(targetTags(facts.python))(wheels);
  if (wheel === undefined) return [];
  try {
    return (await metadataReader(ports)(wheel)).requires.map((one) => one.text);
  } catch (error) {
    ports.signal.throwIfAborted();
    ports.log.debug(`What ${name} requires isn't known: ${String(error)}`);
    return undefined;
  }
}
