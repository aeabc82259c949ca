/** How source becomes bytecode in one minor version of Python. Bytes per file, and per unit of what is counted. */
export interface BytecodeCoefficients {
  /** From sizes alone: per file, per byte of source, per deflated byte of it. */
  readonly bySize: readonly [file: number, source: number, deflated: number];
  /** From what the source says, in the order of `FEATURES` (source-features.ts). */
  readonly byText: readonly number[];
  /** Compressed bytes of bytecode for one of its stand-in (stand-in-bytecode.ts), as shares of the two: bench/archive-model. */
  readonly inArchive: number;
}

/**
 * Fitted by bench/bytecode-model on 334 wheels (390 MB of Python) for each of these versions, judged on 139 others:
 * docs/plan-accuracy.md. The path that a bytecode file records is counted apart.
 */
export const COEFFICIENTS: Readonly<Record<string, BytecodeCoefficients>> = {
  "3.9": {
    inArchive: 1.12,
    bySize: [156.0, 0.6474, 0.5431],
    byText: [
      90.27, 2.27, 1.64, 95.31, 109.28, 89.6, 4.09, 2.33, 0.18, 1.02, 1.73, 7.18, 4.6, 1.4, 0.97, 0, 0.99,
      105.11, 2.05, 1.1,
    ],
  },
  "3.10": {
    inArchive: 1.13,
    bySize: [178.5, 0.7048, 0.3302],
    byText: [
      93.12, 0, 0, 74.56, 79.5, 61.59, 3.94, 4.55, 0, 0, 0, 31.4, 10.08, 0, 0.9, 6.08, 0.97, 93.09, 2.31,
      1.18,
    ],
  },
  "3.11": {
    inArchive: 1.124,
    bySize: [341.2, 1.3698, -0.3309],
    byText: [
      102.11, 3.75, 0, 58.14, 110.42, 106.15, 40.45, 10.72, 0.04, 1.22, 1.67, 22.41, 6.25, 4, 1, 0.91, 0.98,
      157.88, 3.45, 1.18,
    ],
  },
  "3.12": {
    inArchive: 1.18,
    bySize: [270.3, 1.2652, -0.3529],
    byText: [
      86.34, 3.79, 0, 65.37, 84.97, 104.56, 26.32, 17.58, 3.14, 0.72, 0.79, 21.45, 6.63, 1.77, 0.98, 1.96,
      0.99, 73.89, 0.65, 1,
    ],
  },
  "3.13": {
    inArchive: 1.19,
    bySize: [291.4, 1.2452, -0.3139],
    byText: [
      87.03, 3.03, 0, 62.13, 107.38, 83.39, 27.13, 18.17, 2.71, 1.49, 1.05, 22.59, 6, 3.73, 0.98, 1.37, 0.89,
      83.47, 1.59, 0.97,
    ],
  },
};
