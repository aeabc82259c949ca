import type { AptFault, AptMirror } from "../../support/apt-mirror.ts";
import { debianPackage } from "../../support/debian-package.ts";
import { wheel } from "../../support/python-packages.ts";
import type { FaultCase, Scene } from "../fault-case.ts";

/** A package with a dependency, and one that depends on it. */
export async function debianPackages() {
  return [
    await debianPackage({ name: "libshared", files: { "/usr/lib/libshared.txt": "shared" } }),
    await debianPackage({
      name: "listener",
      fields: { Depends: "libshared" },
      files: { "/usr/bin/listener": "#!/bin/sh\necho listens\n" },
    }),
  ];
}

const SCENE: Scene = {
  name: "system packages",
  files: () => [wheel({ name: "core" })],
  phases: [{ name: "core", packages: ["core"], imports: ["core"], system_packages: ["listener"] }],
};

/** More often than apt itself asks again. */
const PERSISTENT = 6;
const ARCHIVES = /\.deb$/;

/** F39: a mirror of system packages that is down, out of step, or sends other bytes than it lists. */
export function mirrorCases(mirror: () => AptMirror): readonly FaultCase[] {
  const once = (title: string, fault: AptFault, times: number): FaultCase => ({
    ...{ fault: "F39", title, scene: SCENE },
    inject: ({ afterwards }) => {
      mirror().fail(fault, times);
      afterwards(() => mirror().heal());
    },
    expected: { outcome: "recovered", classes: ["N9"], extraAttempts: 3 },
  });
  return [
    once("the archives answer 503 for a while", { kind: "status", status: 503, paths: ARCHIVES }, PERSISTENT),
    once(
      "the lists answer 503 for a while",
      { kind: "status", status: 503, paths: /^\/dists\// },
      PERSISTENT,
    ),
    once("an archive comes with other bytes, once", { kind: "wrong-hash" }, 1),
    once("an archive is cut short", { kind: "truncated" }, PERSISTENT),
    once(
      "the lists are those of a mirror that is being written",
      { kind: "half-index", without: ["listener"] },
      1,
    ),
    {
      ...once("archives come with other bytes, always", { kind: "wrong-hash" }, Number.POSITIVE_INFINITY),
      expected: { outcome: "failed", classes: ["N9"], exitCode: 6, extraAttempts: 1 },
    },
  ];
}
