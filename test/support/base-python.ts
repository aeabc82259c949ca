import type { BaseFacts } from "../../src/python/base-facts.ts";

/** The Python of a Debian 12 base as it is installed from the distribution. */
export const PYTHON: BaseFacts["python"] = {
  executable: "/usr/bin/python3",
  version: "3.11.2",
  implementation: "cpython",
  machine: "x86_64",
  glibc: [2, 36],
  purelib: "/usr/local/lib/python3.11/dist-packages",
  scripts: "/usr/local/bin",
  externallyManaged: true,
};

export function baseFacts(changes: Partial<BaseFacts> = {}): BaseFacts {
  return {
    python: PYTHON,
    os: { id: "debian", version: "12" },
    distributions: [],
    cuda: null,
    nvcc: null,
    ...changes,
  };
}

/** A distribution that a base holds. */
export function installed(name: string, version: string | null): BaseFacts["distributions"][number] {
  const entry = `${name}-${version ?? "0"}.dist-info`;
  return { name, version, location: PYTHON.purelib, entry, installer: "pip" };
}
