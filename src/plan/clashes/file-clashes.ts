import * as z from "zod";
import type { Bringing, Collision } from "./collisions.ts";

const Party = z.readonly(
  z.strictObject({
    name: z.string(),
    version: z.string(),
    /** The phase that brings it; null for a kept package of the base. */
    phase: z.string().nullable(),
  }),
);

/** Two distributions of one environment that bring other content to the same paths, and the one whose files are there. */
export const FileClash = z.readonly(
  z.strictObject({
    winner: Party,
    loser: Party,
    /** Paths of both. */
    files: z.int().positive(),
    /** Those of them that are modules. */
    modules: z.int().nonnegative(),
    /** The first ones, modules before others; relative to site-packages, absolute outside of it. */
    paths: z.readonly(z.array(z.string())),
  }),
);
export type FileClash = z.infer<typeof FileClash>;

const MOST_PATHS = 3;

interface Rank {
  readonly phase: number;
  readonly named: boolean;
  readonly name: string;
}

/** An environment as its phases fill it. */
export interface FilledEnvironment {
  readonly purelib: string;
  readonly collisions: readonly Collision[];
  /** In the order of the build. */
  readonly phases: readonly {
    readonly name: string;
    readonly distributions: readonly { readonly name: string }[];
  }[];
  /** Distributions that its phases ask for themselves. */
  readonly named: ReadonlySet<string>;
}

/** A collision of what is really installed. `blocked` are paths at which nobody can win. */
export interface DecidedCollision {
  readonly winner: FileClash["winner"];
  readonly loser: FileClash["loser"];
  readonly collision: Collision;
}

/**
 * Who wins: a later phase wins over an earlier one and over the base. In one phase, a distribution that the manifest names wins
 * over one that only a requirement brings; then the one whose name comes last in the alphabet.
 */
export function decide({ collisions, phases, named }: FilledEnvironment): readonly DecidedCollision[] {
  const bringing = new Map(
    phases.flatMap((phase, index) => phase.distributions.map((one) => [one.name, { phase, index }] as const)),
  );
  const rankOf = ({ name, kept }: Bringing): Rank | undefined => {
    if (kept) return { phase: -1, named: false, name };
    const found = bringing.get(name);
    return found && { phase: found.index, named: named.has(name), name };
  };
  const partyOf = ({ name, version }: Bringing) => ({
    ...{ name, version },
    phase: bringing.get(name)?.phase.name ?? null,
  });
  return collisions.flatMap((collision) => {
    const [one, other] = collision.pair;
    const [rank, otherRank] = [rankOf(one), rankOf(other)];
    if (rank === undefined || otherRank === undefined) return [];
    const [winner, loser] = isAbove(rank, otherRank) ? [one, other] : [other, one];
    return [{ winner: partyOf(winner), loser: partyOf(loser), collision }];
  });
}

function isAbove(one: Rank, other: Rank): boolean {
  if (one.phase !== other.phase) return one.phase > other.phase;
  if (one.named !== other.named) return one.named;
  return one.name > other.name;
}

/** The clashes as a plan lists them. */
export function fileClashes(decided: readonly DecidedCollision[], purelib: string): readonly FileClash[] {
  return decided.flatMap(({ winner, loser, collision: { paths, modules } }) => {
    if (paths.length === 0) return [];
    const first = [...new Set([...modules, ...paths])].slice(0, MOST_PATHS);
    const shown = first.map((path) => shownPath(path, purelib));
    return [{ winner, loser, files: paths.length, modules: modules.length, paths: shown }];
  });
}

/** Relative to site-packages where it lies there. */
export function shownPath(path: string, purelib: string): string {
  return path.startsWith(`${purelib}/`) ? path.slice(purelib.length + 1) : path;
}
