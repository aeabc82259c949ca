import type { SdistMetadata } from "../../python/sources/static-metadata.ts";

/** uv ended without an answer; its words are not explained yet. */
export class Unsolved extends Error {
  readonly stderr: string;
  /** Sources that were taken with what their archives state, where nothing may be built. */
  readonly sdists: readonly SdistMetadata[];

  constructor(stderr: string, sdists: readonly SdistMetadata[] = []) {
    super("uv found no answer");
    this.stderr = stderr;
    this.sdists = sdists;
  }
}

/** The environment ended uv: whether there is an answer isn't known. */
export class OutOfTime extends Unsolved {}

/** As `timeout` says that it ended a command, or killed it. */
const TIMED_OUT = [124, 137];

/** What uv's exit code means for its answer; undefined for success. */
export function unsolved(
  { exitCode, stderr }: { readonly exitCode: number; readonly stderr: string },
  sdists: readonly SdistMetadata[],
): Unsolved | undefined {
  if (exitCode === 0) return undefined;
  return TIMED_OUT.includes(exitCode) ? new OutOfTime(stderr, sdists) : new Unsolved(stderr, sdists);
}

/** An answer, or that there is none. @throws every other error */
export async function orUnsolved<T>(solving: Promise<T>): Promise<T | Unsolved> {
  try {
    return await solving;
  } catch (error) {
    if (error instanceof Unsolved) return error;
    throw error;
  }
}
