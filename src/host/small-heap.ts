import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation as small as it starts. A stream's chunks lie outside the heap, and their memory comes back only
 * when the young generation is full: with the 16 MB that it grows to by default, a build whose log is long held 30 MB more
 * (160 against 128 MiB at the most, F40), for no gain in time (second plan: 0.6 s of processor either way).
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
