import { stringify } from "smol-toml";
import { keptPins } from "../base/held-distributions.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { isVersionControl } from "../python/git-source.ts";
import type { Requirement } from "../python/requirement.ts";
import type { StatedSource } from "../python/stated-requirements.ts";
import type { AskedByAddress } from "./conflicts/asked-by-address.ts";
import { directNames } from "./direct/direct-asks.ts";
import type { OfferedWheel } from "./offered-wheel.ts";
import type { ResolveRequest } from "./request.ts";

/** Folder beside the project with what `kept_wheels.py` writes. */
export const KEPT_FOLDER = "kept";

/** Index of that folder. A file that a phase names comes only from there, because an index may have a package of the same name. */
const DIRECT_INDEX = "surelayer-direct-files";

/** Group of packages that are asked for only so that they come from the index that they are bound to. */
export const BOUND_GROUP = "surelayer-bound-packages";

/**
 * Group of everything that the phases ask for, in the manifest's order. uv sorts groups by name, and the order decides how far it goes back:
 * the F5-TTS set takes 5 s in its own order, 16 s and 2,100 versions of boto3 with the phases as groups.
 */
export const ALL_GROUP = "surelayer-all-phases";

/** What is asked for and offered beside the phases, as the resolver's answers show that it must be. */
export interface Beside {
  /** Packages to ask for so that they come from the index that they are bound to. */
  readonly bound?: readonly string[];
  /** Sources that aren't built, with what their archives state. */
  readonly sources?: readonly StatedSource[];
  /** By name: addresses that a package and the manifest both name. uv fetches these files itself. */
  readonly byAddress?: ReadonlyMap<string, AskedByAddress>;
}

/**
 * The pyproject.toml that makes uv resolve all phases together: a dependency group per phase, the base's kept packages
 * as constraints, each named index only for the packages that it is bound to. `ALL_GROUP` holds all that they ask for.
 */
export function uvProject(
  request: ResolveRequest,
  { bound = [], sources = [], byAddress = new Map() }: Beside = {},
): string {
  const { facts, wheels } = request;
  const direct = [...directNames(request)];
  const fixed = [
    ...keptConstraints(request),
    ...wheels.map((wheel) => `${wheel.distribution}==${wheel.version}`),
  ];
  const overrides = commitOverrides(byAddress, wheels);
  return stringify({
    project: { name: PROJECT, version: "0", "requires-python": `>=${plainVersion(facts)}` },
    "dependency-groups": {
      ...Object.fromEntries(request.phases.map((phase) => [phase.name, phase.packages.map(byName)])),
      [ALL_GROUP]: [...new Set(request.phases.flatMap((phase) => phase.packages.map(byName)))],
      ...(bound.length > 0 && { [BOUND_GROUP]: [...bound] }),
    },
    tool: {
      uv: {
        package: false,
        "constraint-dependencies": fixed,
        ...(overrides.length > 0 && { "override-dependencies": overrides }),
        ...(fixed.length > 0 && { "find-links": [`./${KEPT_FOLDER}`] }),
        // Without a version the metadata holds for all versions: uv builds none.
        ...(sources.length > 0 && {
          "dependency-metadata": sources.map(({ name, requires, extras }) => ({
            ...{ name, "requires-dist": [...requires], "provides-extra": [...extras] },
          })),
        }),
        index: [
          ...request.indexes.map((index) => ({ name: index.name, url: index.url, explicit: true })),
          ...(direct.length > 0
            ? [{ name: DIRECT_INDEX, url: `./${KEPT_FOLDER}`, format: "flat", explicit: true }]
            : []),
        ],
        sources: Object.fromEntries([
          ...direct.map((name) => [name, sourceOf(byAddress.get(name)?.address)]),
          ...request.indexes.flatMap((index) =>
            // A package that is bound to an index is looked for nowhere else, also not among what is offered.
            index.packages
              .filter((name) => !wheels.some((wheel) => wheel.distribution === name))
              .map((name) => [name, { index: index.name }]),
          ),
        ]),
      },
    },
  });
}

function sourceOf(address: string | undefined): object {
  return address === undefined || isVersionControl(address) ? { index: DIRECT_INDEX } : { url: address };
}

/** In place of a requirement that names a commit: uv would call git for it, and there is none where it runs. */
function commitOverrides(
  byAddress: ReadonlyMap<string, AskedByAddress>,
  wheels: readonly OfferedWheel[],
): string[] {
  return [...byAddress.values()].flatMap(({ name, address, extras }) => {
    const offered = wheels.find((one) => one.distribution === name);
    if (!isVersionControl(address) || offered === undefined) return [];
    return [`${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}==${offered.version}`];
  });
}

/** A requirement without the address of its file: a constraint holds it to that file's version. */
function byName({ text, name, extras, marker, source }: Requirement): string {
  if (source === undefined) return text;
  return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${marker === undefined ? "" : ` ; ${marker}`}`;
}

/** Interpreters built between two releases call themselves `3.13.0+`, which is no version under PEP 440. */
function plainVersion(facts: BaseFacts): string {
  return facts.python.version.replace(/\+$/, "");
}

/** Never a real distribution's name: it would stand as parent in uv's annotations. */
export const PROJECT = "surelayer-plan";

/** Kept packages that the base holds, pinned to exactly what it holds, local version included. */
export function keptConstraints({ keep, facts }: ResolveRequest): readonly string[] {
  return keptPins(keep, facts);
}

/** What no project file can say to `uv pip compile`. */
export function torchFlags({ torchBackend }: ResolveRequest): readonly string[] {
  return torchBackend === "none" ? [] : ["--torch-backend", torchBackend];
}
