import type { LockedFile } from "../../src/python/lock.ts";
import {
  listWheel,
  type ReadDirectory,
  type ReaderPorts,
  sampleWheel,
} from "../../src/wheels/read-wheel-directory.ts";

/** What a plan that can afford little looks at. */
const GLANCE = { read: 0.05, streamed: 1 };

/** Lists a wheel and looks at some of its Python, as a plan does with all of them together. */
export async function readWheelDirectory(
  wheel: LockedFile,
  ports: ReaderPorts,
  signal?: AbortSignal,
): Promise<ReadDirectory> {
  return sampleWheel(await listWheel(wheel, ports, signal), GLANCE, ports.cache);
}
