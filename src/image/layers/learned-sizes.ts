import { environmentPython } from "../../base/planned-environment.ts";
import type { LearnedEnvironments } from "../../plan/measure-environments.ts";
import { keepJson, recallJson } from "../../ports/kept-json.ts";
import type { Cache } from "../../ports/machine.ts";
import { minorVersion } from "../../python/base-facts.ts";
import { LearnedSize, type LearnedSizes } from "../../sizes/learned-size.ts";
import type { Distribution, Resolution } from "../../wheels/resolution.ts";

/** Bytecode depends on Python's version, and on the path of site-packages, which is written into it. */
interface LearnedPython {
  /** `3.11.2` */
  readonly version: string;
  readonly purelib: string;
}

/** Sizes that earlier builds measured, in the shared environment and in those of isolated phases. */
export async function recallEnvironments(
  { base, distributions, isolated }: Resolution,
  cache: Cache,
): Promise<LearnedEnvironments> {
  const own = isolated.map(async ({ phase, distributions: theirs }) => {
    const python = environmentPython(phase.name, base.python);
    return [phase.name, await recallSizes(theirs, python, cache)] as const;
  });
  const learned = await recallSizes(distributions, base.python, cache);
  return { learned, learnedIsolated: new Map(await Promise.all(own)) };
}

/** Sizes of these distributions that earlier builds for the same Python measured, by SHA-256. */
export async function recallSizes(
  distributions: readonly Distribution[],
  python: LearnedPython,
  cache: Cache,
): Promise<LearnedSizes> {
  const known = await Promise.all(
    distributions.map(async ({ file: { sha256 } }) => {
      const size = await recallJson(cache, keyOf(sha256, python), LearnedSize);
      return size ? [[sha256, size] as const] : [];
    }),
  );
  return new Map(known.flat());
}

/** Remembers the size of a distribution. A size without bytecode never replaces one with bytecode. */
export async function rememberSize(
  one: { readonly sha256: string; readonly python: LearnedPython },
  size: LearnedSize,
  cache: Cache,
): Promise<void> {
  const key = keyOf(one.sha256, one.python);
  const known = size.compiled ? undefined : await recallJson(cache, key, LearnedSize);
  if (known?.compiled !== true) await keepJson(cache, key, size);
}

function keyOf(sha256: string, python: LearnedPython): string {
  const tag = minorVersion(python.version).replace(".", "");
  return `installed-sizes/cp${tag}${python.purelib}/${sha256}.json`;
}
