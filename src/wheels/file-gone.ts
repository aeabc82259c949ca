import type { LockedDistribution } from "../python/lock.ts";
import type { RegistryError } from "../text/errors.ts";
import { isGone } from "./fetch/ranged-file.ts";

/** A file that a lock names and its host no longer has; what to take instead isn't looked for yet. */
export class FileGone extends Error {
  readonly distribution: LockedDistribution;
  readonly answer: RegistryError;

  constructor(distribution: LockedDistribution, { cause }: { readonly cause: RegistryError }) {
    super(cause.message, { cause });
    this.distribution = distribution;
    this.answer = cause;
  }
}

/** @throws FileGone where the host says that it has no such file (any more). */
export async function orFileGone<T>(distribution: LockedDistribution, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isGone(error)) throw new FileGone(distribution, { cause: error });
    throw error;
  }
}
