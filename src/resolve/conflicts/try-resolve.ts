import { normaliseName } from "../../python/distribution-name.ts";
import type { SdistMetadata } from "../../python/static-metadata.ts";
import type { ResolverEnvironment } from "../environment/resolver-environment.ts";
import type { ResolveRequest } from "../request.ts";
import {
  ALL_GROUP,
  INDEX_PIN_GROUP,
  indirectIndexPins,
  KEPT_FOLDER,
  torchFlags,
  uvProject,
} from "../uv-project.ts";

/** A request changed in one way, resolved to see whether the change helps. */
export interface Trial {
  readonly request: ResolveRequest;
  /** Another Python than the base's, e.g. `3.12`. */
  readonly python?: string;
}

export type TrialResult =
  | { readonly solved: true; readonly versions: Readonly<Record<string, string>> }
  | { readonly solved: false; readonly explanation: string };

/** Resolves for real, installs nothing. */
export type TryResolve = (trial: Trial, signal?: AbortSignal) => Promise<TrialResult>;

/** Trials in the resolver environment in which a first resolution (`runUv`) failed: its cache and the kept packages are there. Versions are ones that resolve, not always the newest that do. */
export function trialsIn(resolver: ResolverEnvironment, sdists: readonly SdistMetadata[] = []): TryResolve {
  let count = 0;
  return async ({ request, python }, signal) => {
    count += 1;
    const folder = `trial-${count}`;
    const indexPins = indirectIndexPins(request, undefined);
    const groups = [ALL_GROUP, ...(indexPins.length > 0 ? [INDEX_PIN_GROUP] : [])];
    const target = python === undefined ? request : onPython(request, `${python}.0`);
    // The kept packages lie beside the first resolution's project, one folder up.
    const project = uvProject(target, { indexPins, sdists }).replaceAll(
      `"./${KEPT_FOLDER}"`,
      `"../${KEPT_FOLDER}"`,
    );
    await resolver.write([{ name: folder }, { name: `${folder}/pyproject.toml`, content: project }]);
    const compile = (extra: readonly string[]) =>
      resolver.run(
        [
          ...[resolver.uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate", ...extra],
          ...resolver.pythonFlags(python),
          ...resolver.buildFlags(sdists.map((one) => one.name)),
          ...torchFlags(request),
          ...groups.flatMap((group) => ["--group", group]),
        ],
        { within: folder, signal, seconds: TRIAL_SECONDS },
      );
    // What an earlier trial fetched is seconds old: asking the index again takes 23 s instead of 0.2 s (164 packages).
    const cached = await compile(["--offline"]);
    const result = cached.exitCode === 0 ? cached : await compile([]);
    return result.exitCode === 0
      ? { solved: true, versions: solvedVersions(result.stdout) }
      : { solved: false, explanation: result.stderr };
  };
}

/** Another Python takes other wheels, whose names nobody looked for. */
function onPython(request: ResolveRequest, version: string): ResolveRequest {
  const { facts } = request;
  return { ...request, facts: { ...facts, python: { ...facts.python, version } }, wheels: [] };
}

/** One that builds its way back through a package's versions helps nobody. */
const TRIAL_SECONDS = 30;

/** `name==version` lines of `uv pip compile`. */
export function solvedVersions(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, name, version] = /^([A-Za-z0-9._-]+)==([^\s;]+)/.exec(line) ?? [];
      return name && version ? [[normaliseName(name), version]] : [];
    }),
  );
}
