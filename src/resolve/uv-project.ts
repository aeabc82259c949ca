import { stringify } from "smol-toml";
import { keptPins } from "../base/installed-distributions.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import type { DependencyGraph } from "../python/dependency-graph.ts";
import { normaliseName } from "../python/distribution-name.ts";
import { isVersionControl } from "../python/git-source.ts";
import type { Requirement } from "../python/requirement.ts";
import type { SdistMetadata } from "../python/sources/static-metadata.ts";
import type { CandidateWheel } from "./candidate-wheel.ts";
import type { UrlDependency } from "./conflicts/url-dependency.ts";
import { directNames } from "./direct/direct-url-requirements.ts";
import { KEPT_PAGES } from "./environment/index-pages.ts";
import type { ResolveRequest } from "./request.ts";

/** Folder beside the project with what `kept_wheels.py` writes. */
export const KEPT_FOLDER = "kept";

/** Index of that folder. A file that a phase names comes only from there, because an index may have a package of the same name. */
const DIRECT_INDEX = "surelayer-direct-files";

/** Group of packages that are asked for only so that they come from the index that they are pinned to. */
export const INDEX_PIN_GROUP = "surelayer-bound-packages";

/**
 * Group of everything that the phases ask for, in the manifest's order. uv sorts groups by name, and the order decides how far it goes back:
 * the F5-TTS set takes 5 s in its own order, 16 s and 2,100 versions of boto3 with the phases as groups.
 */
export const ALL_GROUP = "surelayer-all-phases";

/** What is asked for and offered beside the phases, as the resolver's answers show that it must be. */
export interface UvProjectInputs {
  /** Packages to ask for so that they come from the index that they are pinned to. */
  readonly indexPins?: readonly string[];
  /** Sources that aren't built, with what their archives state. */
  readonly sdists?: readonly SdistMetadata[];
  /** By name: addresses that a package and the manifest both name. uv fetches these files itself. */
  readonly urlDependencies?: ReadonlyMap<string, UrlDependency>;
}

/**
 * The pyproject.toml that makes uv resolve all phases together: a dependency group per phase, the base's kept packages
 * as constraints, each named index only for the packages that are pinned to it. `ALL_GROUP` holds all that they ask for.
 */
export function uvProject(
  request: ResolveRequest,
  { indexPins = [], sdists = [], urlDependencies = new Map() }: UvProjectInputs = {},
): string {
  const { facts, wheels } = request;
  const direct = [...directNames(request)];
  const fixed = [
    ...keptConstraints(request),
    ...wheels.map((wheel) => `${wheel.distribution}==${wheel.version}`),
  ];
  const overrides = commitOverrides(urlDependencies, wheels);
  return stringify({
    project: { name: PROJECT, version: "0", "requires-python": `>=${plainVersion(facts)}` },
    "dependency-groups": {
      ...Object.fromEntries(request.phases.map((phase) => [phase.name, phase.packages.map(byName)])),
      [ALL_GROUP]: [...new Set(request.phases.flatMap((phase) => phase.packages.map(byName)))],
      ...(indexPins.length > 0 && { [INDEX_PIN_GROUP]: [...indexPins] }),
    },
    tool: {
      uv: {
        package: false,
        "constraint-dependencies": [...fixed, ...request.constraints],
        ...(request.buildConstraints.length > 0 && {
          "build-constraint-dependencies": [...request.buildConstraints],
        }),
        ...(overrides.length > 0 && { "override-dependencies": overrides }),
        ...(fixed.length > 0 && { "find-links": [`./${KEPT_FOLDER}`] }),
        // Without a version the metadata holds for all versions: uv builds none.
        ...(sdists.length > 0 && {
          "dependency-metadata": sdists.map(({ name, requires, extras }) => ({
            ...{ name, "requires-dist": [...requires], "provides-extra": [...extras] },
          })),
        }),
        index: [
          ...request.indexes.map((index) => ({
            ...{ name: index.name, url: index.url, explicit: true },
            "cache-control": KEPT_PAGES,
          })),
          ...(direct.length > 0
            ? [{ name: DIRECT_INDEX, url: `./${KEPT_FOLDER}`, format: "flat", explicit: true }]
            : []),
        ],
        sources: Object.fromEntries([
          ...direct.map((name) => [name, sourceOf(urlDependencies.get(name)?.address)]),
          ...request.indexes.flatMap((index) =>
            // A package that is pinned to an index is looked for nowhere else, also not among the candidates.
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
  urlDependencies: ReadonlyMap<string, UrlDependency>,
  wheels: readonly CandidateWheel[],
): string[] {
  return [...urlDependencies.values()].flatMap(({ name, address, extras }) => {
    const candidate = wheels.find((one) => one.distribution === name);
    if (!isVersionControl(address) || candidate === undefined) return [];
    return [`${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}==${candidate.version}`];
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

/**
 * Packages that are pinned to an index although no phase asks for them. With an answer, only those that a distribution of the
 * answer asks for; without one, all of them.
 */
export function indirectIndexPins(
  request: ResolveRequest,
  answer: DependencyGraph | undefined,
): readonly string[] {
  const asked = new Set(request.phases.flatMap((phase) => phase.packages.map((one) => one.normalised)));
  const pins = request.indexes.flatMap((index) => index.packages.map(normaliseName));
  const indirect = pins.filter((name) => !asked.has(name));
  if (answer === undefined) return indirect;
  const wanted = new Set(Object.values(answer.distributions).flat());
  return indirect.filter((name) => wanted.has(name));
}
