/** Bytes of bytecode for each file, for each byte of its source, and for each byte that DEFLATE makes of the source. */
export type BytecodeCoefficients = readonly [file: number, source: number, deflated: number];

/**
 * By minor version of Python: each compiled the same wheels, none of them in a set of docs/plan-accuracy.md. The path that a
 * bytecode file records is counted apart.
 */
export const COEFFICIENTS: Readonly<Record<string, BytecodeCoefficients>> = {
  "3.9": [156.0, 0.6474, 0.5431],
  "3.10": [178.5, 0.7048, 0.3302],
  "3.11": [341.2, 1.3698, -0.3309],
  "3.12": [270.3, 1.2652, -0.3529],
  "3.13": [291.4, 1.2452, -0.3139],
};
