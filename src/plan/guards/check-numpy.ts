import { satisfies } from "@renovatebot/pep440";
import type { Finding } from "./finding.ts";
import type { GuardedEnvironment } from "./guarded-environment.ts";

/** The first versions whose wheels are compiled for NumPy 2; older ones break beside it. */
const FIRST_FOR_NUMPY_2: ReadonlyMap<string, string> = new Map([
  ["pandas", "2.2.2"],
  ["scipy", "1.13"],
  ["scikit-learn", "1.4.2"],
  ["opencv-python", "4.10.0.84"],
  ["opencv-python-headless", "4.10.0.84"],
  ["pyarrow", "16"],
  ["matplotlib", "3.8.4"],
  ["h5py", "3.11"],
  ["numba", "0.60"],
  ["torch", "2.3"],
]);

/** A phase that moves the base's NumPy 1 to 2 under packages of the base that were compiled against NumPy 1. */
export function checkNumpy({ installed, base }: GuardedEnvironment): readonly Finding[] {
  const before = base.get("numpy");
  const numpy = installed.get("numpy");
  if (before === undefined || !numpy?.phase || !isMajor(before, 1) || !isMajor(numpy.version, 2)) return [];
  const left = [...installed.values()].filter((one) => one.phase === undefined);
  const broken = left.filter((one) => isBefore(one.version, FIRST_FOR_NUMPY_2.get(one.name)));
  if (broken.length === 0) return [];
  const names = broken.map((one) => `${one.name} ${one.version}`).join(", ");
  return [
    {
      id: "numpy-major",
      severity: "warning",
      message: `Phase ${numpy.phase} moves the base's numpy ${before} to ${numpy.version}; ${names} of the base ${broken.length === 1 ? "is" : "are"} compiled for NumPy 1 and will fail on import or warn and misbehave.`,
      remedy: `Add \`numpy<2\` to phase ${numpy.phase}, or newer versions of ${broken.map((one) => one.name).join(", ")}.`,
      phase: numpy.phase,
      source:
        "the versions below and from the table's on were run beside NumPy 2.0.2 on 2026-11-22 (`numpy.dtype size changed`, `numpy.core.multiarray failed to import`), torch and numba excepted, which are by their release notes; m-bain/whisperX#927",
    },
  ];
}

function isMajor(version: string, major: number): boolean {
  return Number.parseInt(version, 10) === major;
}

function isBefore(version: string, first: string | undefined): boolean {
  return first !== undefined && satisfies(version, `<${first}`, { prereleases: true });
}
