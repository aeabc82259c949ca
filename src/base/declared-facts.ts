import type { Provides } from "../manifest/settings/provides.ts";
import { type BaseFacts, minorVersion } from "../python/base-facts.ts";

/**
 * The C library that a declared base is assumed to have. Every base of today has a newer one (Ubuntu 20.04 and
 * Debian 11 have 2.31), and most wheels ask for this one. Wheels for a newer one aren't chosen.
 */
const ASSUMED_GLIBC = [2, 28] as const;

/** Where official Python images have theirs; only a few bytes of a layer depend on it. */
const ASSUMED_PREFIX = "/usr/local";

/**
 * The facts that a manifest declares of a base that isn't local, in the form of probed ones. Missing facts are
 * assumed (x86-64, CPython, glibc 2.28) or count as absent. The build compares them with the image.
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
    cuda: provides.cuda ?? null,
    nvcc: null,
  };
}
