import type { Provides } from "../manifest/settings/provides.ts";
import { type BaseFacts, minorVersion } from "../python/base-facts.ts";

/**
 * C library that a declared base is taken to have: old enough for every base that is built on today (Ubuntu 20.04 has 2.31,
 * Debian 11 as well), and what most wheels ask for. Wheels for a newer one aren't chosen: those for 2.28 run there, too.
 */
const ASSUMED_GLIBC = [2, 28] as const;

/** Where official Python images have theirs; only a few bytes of a layer depend on it. */
const ASSUMED_PREFIX = "/usr/local";

/**
 * What a manifest says of a base that isn't here, as if it were probed. What it doesn't say is assumed (x86-64, CPython,
 * glibc 2.28) or taken as absent; the build compares it with the image.
 */
export function declaredFacts(provides: Provides): BaseFacts {
  const minor = minorVersion(provides.python);
  return {
    python: {
      executable: `${ASSUMED_PREFIX}/bin/python3`,
      version: provides.python,
      implementation: "cpython",
      machine: "x86_64",
      glibc: ASSUMED_GLIBC,
      purelib: `${ASSUMED_PREFIX}/lib/python${minor}/site-packages`,
      scripts: `${ASSUMED_PREFIX}/bin`,
      externallyManaged: false,
    },
    os: { id: "unknown", version: "" },
    distributions: Object.entries(provides.packages).map(([name, version]) => ({
      ...{ name, version },
      ...{ location: null, entry: null, installer: null },
    })),
    pip: null,
    cuda: provides.cuda ?? null,
    nvcc: null,
  };
}
