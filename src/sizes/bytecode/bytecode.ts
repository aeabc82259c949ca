import { type BaseFacts, minorVersion } from "../../python/base-facts.ts";
import type { SourceSample } from "../../wheels/wheel-directory.ts";
import type { InstalledFile } from "../installed-bytes.ts";
import { type BytecodeCoefficients, COEFFICIENTS } from "./bytecode-coefficients.ts";

type Python = BaseFacts["python"];

/** A version that isn't in the table compiles like the nearest one that is. */
const OLDEST = "3.9";
const NEWEST = "3.13";
/** Header and code object of a module without a statement. */
const EMPTY_BYTES = 100;
/** A few files never say more about all than this. */
const LEAST_RATIO = 0.3;
const MOST_RATIO = 2;

/**
 * Predicted bytes of each source file's bytecode, in the same order: from the file's size, corrected by what a sample of the
 * wheel's text says about all of them, plus the path that the compiler records.
 */
export function predictBytecode(
  sources: readonly InstalledFile[],
  python: Python,
  sample: SourceSample | null,
): readonly number[] {
  const { bySize, byText } = coefficientsOf(python);
  const [perFile, perByte, perDeflated] = bySize;
  const ratio = sample ? ratioOf(sample, bySize, byText) : 1;
  return sources.map((file) => {
    const bytes = ratio * (perFile + perByte * file.bytes + perDeflated * file.compressedBytes);
    return Math.round(Math.max(EMPTY_BYTES, bytes)) + `${python.purelib}/${file.path}`.length;
  });
}

function ratioOf(
  sample: SourceSample,
  bySize: BytecodeCoefficients["bySize"],
  byText: BytecodeCoefficients["byText"],
): number {
  const sizes = [sample.files, sample.bytes, sample.compressedBytes];
  const expected = dot(bySize, sizes);
  if (expected <= 0) return 1;
  return Math.min(MOST_RATIO, Math.max(LEAST_RATIO, dot(byText, sample.features) / expected));
}

function dot(coefficients: readonly number[], values: readonly number[]): number {
  return coefficients.reduce((sum, coefficient, index) => sum + coefficient * (values[index] ?? 0), 0);
}

/** Of the version, or of the nearest one that was measured. */
export function coefficientsOf(python: Python): BytecodeCoefficients {
  const older = /^3\.[0-8]$/.test(minorVersion(python.version));
  const known = COEFFICIENTS[minorVersion(python.version)] ?? COEFFICIENTS[older ? OLDEST : NEWEST];
  if (!known) throw new Error("The table of coefficients is empty.");
  return known;
}

/** Only what can be imported is compiled: Python files in site-packages, not those among the scripts. */
export function isCompiled(path: string): boolean {
  return path.endsWith(".py") && !path.startsWith("../");
}

/** PEP 3147: `a/b.py` → `a/__pycache__/b.cpython-311.pyc`. @param tag what `pythonTag` says. */
export function bytecodePath(path: string, tag: string): string {
  const at = path.lastIndexOf("/") + 1;
  const name = path.slice(at, -".py".length);
  return `${path.slice(0, at)}__pycache__/${name}.${tag}.pyc`;
}

/** `cpython-311`: what Python itself calls the format of its bytecode. */
export function pythonTag(python: Python): string {
  return `${python.implementation}-${minorVersion(python.version).replace(".", "")}`;
}
