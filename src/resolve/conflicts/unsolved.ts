import type { SdistMetadata } from "../../python/static-metadata.ts";

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
