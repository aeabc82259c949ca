import type { StatedRequirements } from "../python/stated-requirements.ts";

/** A distribution that exists only as source, with what its archive states instead of what a build would say. */
export interface StatedSource extends StatedRequirements {
  readonly name: string;
  /** Whose archive was read; undefined before one was. */
  readonly version: string | undefined;
}
