import { describe, test } from "vitest";

/** The whole suite: the fault matrix with its statistics, and every variation (npm run test:full). */
export const FULL = process.env["SURELAYER_FULL"] === "1";

const leftOut = Object.assign(() => undefined, { each: () => () => undefined });

/** A test of a mechanism that another test or a unit test holds already: for the whole suite only. */
export const variation = FULL ? test : (leftOut as unknown as typeof test);

/** A group of them. */
export const variations = FULL ? describe : (leftOut as unknown as typeof describe);

/** Installers that a test is repeated for: in everyday runs the first only. */
export function installers<Name>(...names: readonly [Name, ...Name[]]): readonly Name[] {
  return FULL ? names : names.slice(0, 1);
}
