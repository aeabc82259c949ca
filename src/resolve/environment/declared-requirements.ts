import * as z from "zod";
import { keepJson, keyFor, recallJson } from "../../ports/kept-json.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseDistribution, BaseFacts } from "../../python/base-facts.ts";
import { normaliseName } from "../../python/distribution-name.ts";
import { parseLock, wheelChooser } from "../../python/lock.ts";
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
    const all: (Requires | undefined)[] = [];
    for (const [index, one] of facts.distributions.entries()) {
      const requires = known[index] ?? (await requiresOf(one, facts, resolver, ports));
      if (requires !== undefined) await keepJson(ports.cache, keyOf(one, facts), requires);
      all.push(requires);
    }
    return all;
  });
}

/** Undefined where it can't be known now, but may be later. */
async function requiresOf(
  { name, version }: BaseDistribution,
  facts: BaseFacts,
  resolver: ResolverEnvironment,
  ports: Ports,
): Promise<Requires | undefined> {
  const asked = "declared.txt";
  await resolver.write([{ name: asked, content: `${name}==${publicVersion(version)}\n` }]);
  const result = await resolver.run([
    ...[resolver.uv, "pip", "compile", asked, "--quiet", "--no-deps", "--format", "pylock.toml"],
    ...resolver.pythonFlags(),
    ...resolver.buildFlags([]),
  ]);
  if (result.exitCode !== 0) return /No solution found/.test(result.stderr) ? [] : undefined;
  const wheels = parseLock(result.stdout).flatMap((one) => one.wheels);
  const wheel = wheelChooser(targetTags(facts.python))(wheels);
  if (wheel === undefined) return [];
  try {
    return (await metadataReader(ports)(wheel)).requires.map((one) => one.text);
  } catch (error) {
    ports.log.debug(`What ${name} requires isn't known: ${String(error)}`);
    return undefined;
  }
}
