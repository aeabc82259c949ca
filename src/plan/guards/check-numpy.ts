import { satisfies } from "@renovatebot/pep440";
import type { GuardFinding } from "./finding.ts";
import type { GuardedDistribution, GuardedEnvironment } from "./guarded-environment.ts";

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
  ["thinc", "8.2.5"],
  ["torch", "2.3"],
]);

const SOURCE =
  "the versions below and from the table's on were run beside NumPy 2.0.2 on 2026-11-22 (`numpy.dtype size changed`, `numpy.core.multiarray failed to import`), torch, thinc and numba excepted, which are by their release notes; m-bain/whisperX#927";

/** NumPy 2 beside packages that were compiled against NumPy 1, whoever brings them. */
export function checkNumpy({ installed, base }: GuardedEnvironment): readonly GuardFinding[] {
  const numpy = installed.get("numpy");
  if (!numpy || !isMajor(numpy.version, 2)) return [];
  const broken = [...installed.values()].filter((one) =>
    isBefore(one.version, FIRST_FOR_NUMPY_2.get(one.name)),
  );
  const before = base.get("numpy");
  const isMoved = numpy.phase !== undefined && before !== undefined && isMajor(before, 1);
  const left = isMoved ? broken.filter((one) => one.phase === undefined) : [];
  const brought = broken.filter((one) => one.phase !== undefined);
  return [
    ...(left.length > 0 ? [moved(numpy, before ?? "", left)] : []),
    ...brought.map((one) => beside(numpy, one)),
  ];
}

/** @param left packages of the base. */
function moved(
  numpy: GuardedDistribution,
  before: string,
  left: readonly GuardedDistribution[],
): GuardFinding {
  const names = left.map((one) => `${one.name} ${one.version}`).join(", ");
  return {
    id: "numpy-major",
    severity: "warning",
    message: `Phase ${numpy.phase} moves the base's numpy ${before} to ${numpy.version}; ${names} of the base ${left.length === 1 ? "is" : "are"} compiled for NumPy 1 and will fail on import or warn and misbehave.`,
    remedy: `Add \`numpy<2\` to phase ${numpy.phase}, or newer versions of ${left.map((one) => one.name).join(", ")}.`,
    phase: numpy.phase,
    source: SOURCE,
    steer: { about: "numpy beside the base's packages", bounds: ["numpy<2"] },
  };
}

function beside(numpy: GuardedDistribution, one: GuardedDistribution): GuardFinding {
  return {
    id: "numpy-major",
    severity: "warning",
    message: `${one.name} ${one.version} is compiled for NumPy 1 and stands beside numpy ${numpy.version}: it will fail on import or warn and misbehave.`,
    remedy: `Add \`numpy<2\` to phase ${one.phase}, or \`${one.name}>=${FIRST_FOR_NUMPY_2.get(one.name)}\`.`,
    phase: one.phase,
    source: SOURCE,
    steer: {
      about: `${one.name} beside numpy`,
      bounds: [`${one.name}>=${FIRST_FOR_NUMPY_2.get(one.name)}`, "numpy<2"],
    },
  };
}

function isMajor(version: string, major: number): boolean {
  return Number.parseInt(version, 10) === major;
}

function isBefore(version: string, first: string | undefined): boolean {
  return first !== undefined && satisfies(version, `<${first}`, { prereleases: true });
}
