import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation at its first size. The chunks of a stream lie outside the heap, and their memory is freed only
 * when the young generation is full. By default it grows to 16 MB, and a build with a long log then held up to 160 MiB
 * instead of 128 MiB (F40). The small size costs no time (second plan: 0.6 s of processor either way).
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
