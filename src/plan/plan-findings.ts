import type { LeftOutPhase } from "../manifest/left-out-phase.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import type { Finding } from "./guards/finding.ts";
import type { GuardedEnvironment } from "./guards/guarded-environment.ts";
import type { PlannedPhase } from "./plan.ts";

/** Everything that was found, errors first. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const of = (severity: Finding["severity"]) => findings.filter((one) => one.severity === severity);
  return [...of("error"), ...of("warning")];
}

/** Phases that are compiled because the wheel that they name is missing. */
export function missingWheels(compiled: readonly LeftOutPhase[]): readonly Finding[] {
  return compiled.map(({ phase, reason }) => ({
    id: "wheel-missing",
    severity: "warning",
    message: `${reason} The phase is compiled from source instead.`,
    remedy: "Pin a version that has a wheel to save the hours.",
    phase,
    source: "the host that `wheels` names, asked now",
  }));
}

/** Warnings of the memory and the hours that compiling takes. */
export function sourceBuilds(phases: readonly PlannedPhase[]): readonly Finding[] {
  return phases.flatMap(({ name, sourceBuild }) => {
    if (!sourceBuild) return [];
    const { distributions, jobs, nvccThreads, memoryBytes, hours, fits, reason } = sourceBuild;
    const takes = `${formatBytes(memoryBytes)} of memory and ${hours.map(hoursText).join("–")} hours with MAX_JOBS=${jobs} and NVCC_THREADS=${nvccThreads}`;
    const prediction = fits
      ? `up to ${takes}, if it is as large as flash-attention`
      : "more memory than there is";
    return [
      {
        id: "source-build",
        severity: "warning" as const,
        message: `Phase ${name} builds ${distributions.join(", ")} from source: ${prediction}. ${reason}`,
        remedy: "Pin a version that has a wheel, or name its prebuilt wheels under `wheels`.",
        phase: name,
        source:
          "flash-attention's setup.py and _build.yml: 5 GB for each compiler, near 10 hours of one thread",
      },
    ];
  });
}

/**
 * Warnings of code that is compiled against another torch than the one that it will be imported beside.
 */
export function otherTorchBuilds(
  phases: readonly PlannedPhase[],
  environments: readonly Pick<GuardedEnvironment, "isolated" | "installed">[],
): readonly Finding[] {
  return phases.flatMap((phase) =>
    phase.distributions.flatMap(({ name, version, build }) => {
      const built = build?.distributions.find((one) => one.name === "torch")?.version;
      const isolated = phase.environment === null ? undefined : phase.name;
      const beside = environments.find((one) => one.isolated === isolated);
      const runs = beside?.installed.get("torch")?.version;
      if (built === undefined || runs === undefined || plain(built) === plain(runs)) return [];
      return [
        {
          id: "built-for-other-torch",
          severity: "warning" as const,
          message: `${name} ${version} is built with torch ${built}, and the image has torch ${runs}: what it compiles may not import.`,
          remedy: `Write \`build_constraints: ['torch==${plain(runs)}']\`, or take a wheel.`,
          phase: phase.name,
          source: "its [build-system] requires, resolved now",
        },
      ];
    }),
  );
}

/** Without the local version, such as `+cu128`. */
function plain(version: string): string {
  return version.replace(/\+.*$/, "");
}

function hoursText(hours: number): string {
  return hours.toFixed(1);
}
