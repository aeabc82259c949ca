import type { Manifest } from "../manifest/manifest.ts";
import type { PlannedPhase } from "./plan.ts";

/** What a plan can't know of a base that isn't here; whole sentences. */
export function declaredRemarks(
  manifest: Manifest,
  reference: string,
  phases: readonly Pick<PlannedPhase, "distributions">[],
): readonly string[] {
  const sources = phases.flatMap((phase) => phase.distributions).filter((one) => one.kind === "sdist");
  const system = [manifest, ...manifest.phases].flatMap((one) => one.system_packages);
  return [
    `Unverified: ${reference} isn't in the engine and was not pulled. Its Python, CUDA and packages are those that \`base.provides\` declares; the build pulls and probes it, and refuses where they differ.`,
    "Not known without the image: its size, which its pull takes on top of these numbers, and packages that it holds beside the declared ones: a phase that needs one is planned to install it. Assumed: CPython on x86-64 with glibc 2.28 or newer.",
    ...(sources.length > 0
      ? [
          `Not built for this plan, because a package's code runs in containers only: ${sources.map((one) => `${one.name} ${one.version}`).join(", ")}. What they require is what their archives state, or the lock; the build checks it.`,
        ]
      : []),
    ...(system.length > 0
      ? [
          `What the system packages (${[...new Set(system)].join(", ")}) come to is not known and not in these numbers: only the base's own apt can say it.`,
        ]
      : []),
  ];
}
