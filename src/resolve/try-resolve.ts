import type { Container } from "../docker/engine.ts";
import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { execText } from "../toolbox/exec-text.ts";
import { installerEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import type { BaseFacts } from "./base-facts.ts";
import { indirectlyBound } from "./bound-packages.ts";
import type { OfferedWheel } from "./offered-wheel.ts";
import { ALL_GROUP, BOUND_GROUP, KEPT_FOLDER, torchFlags, uvProject } from "./uv-project.ts";

/** A manifest changed in one way, resolved to see whether the change helps. */
export interface Trial {
  readonly manifest: Manifest;
  /** Another Python than the base's, e.g. `3.12`. */
  readonly python?: string;
}

export type TrialResult =
  | { readonly solved: true; readonly versions: Readonly<Record<string, string>> }
  | { readonly solved: false; readonly explanation: string };

/** Resolves for real, installs nothing. */
export type TryResolve = (trial: Trial, signal?: AbortSignal) => Promise<TrialResult>;

/** Trials in the container in which a first resolution (`runUv`) failed: its cache and the kept packages are there. Versions are ones that resolve, not always the newest that do. */
export function trialsIn(
  first: {
    readonly container: Container;
    readonly facts: BaseFacts;
    readonly wheels: readonly OfferedWheel[];
  },
  ports: Ports,
): TryResolve {
  const { container, facts } = first;
  let count = 0;
  return async ({ manifest, python }, signal) => {
    count += 1;
    const folder = `trial-${count}`;
    const version = python === undefined ? facts.python.version : `${python}.0`;
    const bound = indirectlyBound(manifest, undefined);
    const groups = [ALL_GROUP, ...(bound.length > 0 ? [BOUND_GROUP] : [])];
    // Another Python takes other wheels, whose names nobody looked for.
    const wheels = python === undefined ? first.wheels : [];
    const target = { ...facts, python: { ...facts.python, version } };
    // The kept packages lie beside the first resolution's project, one folder up.
    const project = uvProject(manifest, target, { bound, wheels }).replaceAll(
      `"./${KEPT_FOLDER}"`,
      `"../${KEPT_FOLDER}"`,
    );
    await container.putArchive(
      `${SCRATCH}/work`,
      archiveOf([{ name: folder }, { name: `${folder}/pyproject.toml`, content: project }]),
    );
    const compile = (extra: readonly string[]) =>
      runBounded(container, {
        command: [
          ...[UV, "pip", "compile", "--quiet", "--no-header", "--no-annotate", ...extra],
          ...["--python", facts.python.executable],
          ...(python === undefined ? [] : ["--python-version", python]),
          ...torchFlags(manifest),
          ...groups.flatMap((group) => ["--group", group]),
        ],
        env: installerEnv(ports.network),
        workdir: `${SCRATCH}/work/${folder}`,
        signal: signal ? AbortSignal.any([signal, ports.signal]) : ports.signal,
      });
    // What an earlier trial fetched is seconds old: asking the index again takes 23 s instead of 0.2 s (164 packages).
    const cached = await compile(["--offline"]);
    const result = cached.exitCode === 0 ? cached : await compile([]);
    return result.exitCode === 0
      ? { solved: true, versions: solvedVersions(result.stdout) }
      : { solved: false, explanation: result.stderr };
  };
}

/**
 * Seconds that one trial may take: one that builds its way back through a package's versions helps nobody. The container itself
 * ends it: a command whose answer nobody awaits would go on, and slow down the trials after it.
 */
const TRIAL_SECONDS = 30;
const NO_SUCH_PROGRAM = 127;

async function runBounded(
  container: Container,
  spec: Parameters<typeof execText>[1],
): Promise<Awaited<ReturnType<typeof execText>>> {
  const command = ["timeout", "-k", "1", String(TRIAL_SECONDS), ...spec.command];
  const result = await execText(container, { ...spec, command });
  // A base without coreutils: its trials are bounded by the search alone.
  return result.exitCode === NO_SUCH_PROGRAM ? execText(container, spec) : result;
}

/** `name==version` lines of `uv pip compile`. */
export function solvedVersions(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, name, version] = /^([A-Za-z0-9._-]+)==([^\s;]+)/.exec(line) ?? [];
      return name && version ? [[normaliseName(name), version]] : [];
    }),
  );
}
