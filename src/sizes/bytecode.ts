import type { BaseFacts } from "../python/base-facts.ts";
import { minorVersion } from "../python/base-facts.ts";
import type { InstalledFile } from "./installed-bytes.ts";

type Python = BaseFacts["python"];

/** Bytes of bytecode for each file, for each byte of its source, and for each byte that the wheel's DEFLATE makes of the source. */
type Coefficients = readonly [file: number, source: number, deflated: number];

/**
 * By minor version of Python, each of which compiled the same 150 wheels. None of them is in a package set of
 * docs/explanation/plan-accuracy.md. The path that a bytecode file records is counted apart.
 */
const COEFFICIENTS: Readonly<Record<string, Coefficients>> = {
  "3.9": [159.8, 0.6474, 0.5001],
  "3.10": [135.6, 0.6191, 0.632],
  "3.11": [52.8, 0.8552, 1.6027],
  "3.12": [132.4, 1.0505, 0.3534],
  "3.13": [96.7, 0.9177, 0.8293],
};

/** A version that isn't in the table compiles like the nearest one that is. */
const OLDEST = "3.9";
const NEWEST = "3.13";

/**
 * Real bytecode as a share of the estimate, for code that is unlike the rest: much documentation in clients of web services,
 * dense formulas in mathematics, tables of words. Of 205 wheels compiled with Python 3.11 these are the ones where the
 * estimate is wrong by 15 % and by 1 MB or more.
 */
const UNUSUAL: ReadonlyMap<string, number> = new Map(
  Object.entries({
    anthropic: 0.76,
    astropy: 1.19,
    ccxt: 0.76,
    "cirq-core": 1.32,
    cvxpy: 1.22,
    dask: 1.38,
    faker: 0.6,
    "google-cloud-aiplatform": 0.87,
    kubernetes: 0.66,
    networkx: 1.19,
    numba: 1.35,
    numpy: 1.25,
    openai: 0.73,
    pandas: 1.24,
    pennylane: 1.26,
    "pydantic-ai-slim": 0.83,
    pygments: 0.68,
    streamlit: 0.8,
    stripe: 0.69,
    sympy: 1.52,
    twisted: 1.24,
    xarray: 1.21,
  }),
);

/** Header and code object of a module without a statement. */
const EMPTY_BYTES = 100;

/** Bytes in a compressed copy of a layer for a byte of bytecode. Measured with Go's gzip, as engines use it. */
export const COMPRESSED_BYTECODE = 0.35;

/**
 * Predicted bytes of each source file's bytecode, in the same order: from the file's sizes, plus the path that the compiler
 * records.
 * @param name of the distribution, normalised.
 */
export function predictBytecode(
  name: string,
  sources: readonly InstalledFile[],
  python: Python,
): readonly number[] {
  const [perFile, perByte, perDeflated] = coefficientsOf(python);
  const share = UNUSUAL.get(name) ?? 1;
  return sources.map((file) => {
    const bytes = share * (perFile + perByte * file.bytes + perDeflated * file.compressedBytes);
    return Math.round(Math.max(EMPTY_BYTES, bytes)) + `${python.purelib}/${file.path}`.length;
  });
}

function coefficientsOf(python: Python): Coefficients {
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
