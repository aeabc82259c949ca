import type { BaseFacts } from "./base-facts.ts";

/**
 * Compatibility tags of the base's interpreter (PEP 425, PEP 600), in the order of `packaging.tags.sys_tags`. The plain `linux`
 * tag comes last, as in uv. Installers prefer the wheel whose tag comes first in this list.
 */
export function targetTags(python: BaseFacts["python"]): readonly string[] {
  const [major = 3, minor = 0] = python.version.split(".").map(Number);
  const platforms = platformTags(python);
  const cpython = `cp${major}${minor}`;
  const tags: string[] = [];
  const add = (interpreter: string, abi: string, over: readonly string[]) =>
    tags.push(...over.map((platform) => `${interpreter}-${abi}-${platform}`));

  if (python.implementation === "cpython") {
    add(cpython, cpython, platforms);
    add(cpython, "abi3", platforms);
    add(cpython, "none", platforms);
    for (let older = minor - 1; older >= 2; older -= 1) add(`cp${major}${older}`, "abi3", platforms);
  }
  const generic = [`py${major}${minor}`, `py${major}`];
  for (let older = minor - 1; older >= 0; older -= 1) generic.push(`py${major}${older}`);
  for (const interpreter of generic) add(interpreter, "none", platforms);
  add(cpython, "none", ["any"]);
  for (const interpreter of generic) add(interpreter, "none", ["any"]);
  return tags;
}

const LEGACY_MANYLINUX: Readonly<Record<string, string>> = { "2_17": "2014", "2_12": "2010", "2_5": "1" };

function platformTags(python: BaseFacts["python"]): readonly string[] {
  const tags: string[] = [];
  if (python.glibc) {
    const [major, newest] = python.glibc;
    for (let minor = newest; minor >= 5; minor -= 1) {
      tags.push(`manylinux_${major}_${minor}_${python.machine}`);
      const legacy = LEGACY_MANYLINUX[`${major}_${minor}`];
      if (legacy) tags.push(`manylinux${legacy}_${python.machine}`);
    }
  }
  tags.push(`linux_${python.machine}`);
  return tags;
}

/** Every single tag of a wheel's file name, whose three fields may hold several values each (PEP 425). */
export function wheelTags(fileName: string): readonly string[] {
  const fields = fileName
    .replace(/\.whl$/, "")
    .split("-")
    .slice(-3);
  const [pythons = "", abis = "", platforms = ""] = fields;
  return pythons
    .split(".")
    .flatMap((python) =>
      abis.split(".").flatMap((abi) => platforms.split(".").map((os) => `${python}-${abi}-${os}`)),
    );
}
