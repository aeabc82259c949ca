import type { Container } from "../docker/engine.ts";
import { normaliseName } from "../manifest/distribution-name.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Ports } from "../ports.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { execText } from "../toolbox/exec-text.ts";
import { installerEnv } from "../toolbox/installer-env.ts";
import { SCRATCH, UV } from "../toolbox/places.ts";
import type { BaseFacts } from "./base-facts.ts";
import { uvProject } from "./uv-project.ts";

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
export type TryResolve = (trial: Trial) => Promise<TrialResult>;

/** Trials in a container of the base that holds the toolbox; metadata comes from uv's cache where a first resolution left it. */
export function trialsIn(container: Container, facts: BaseFacts, ports: Ports): TryResolve {
  let count = 0;
  return async ({ manifest, python }) => {
    count += 1;
    const folder = `trial-${count}`;
    const version = python === undefined ? facts.python.version : `${python}.0`;
    const project = uvProject(manifest, { ...facts, python: { ...facts.python, version } });
    await container.putArchive(
      `${SCRATCH}/work`,
      archiveOf([{ name: folder }, { name: `${folder}/pyproject.toml`, content: project }]),
    );
    const result = await execText(container, {
      command: [
        ...[UV, "pip", "compile", "--quiet", "--no-header", "--no-annotate"],
        ...["--python", facts.python.executable],
        ...(python === undefined ? [] : ["--python-version", python]),
        ...manifest.phases.flatMap((phase) => ["--group", phase.name]),
      ],
      env: installerEnv(ports.network),
      workdir: `${SCRATCH}/work/${folder}`,
      signal: ports.signal,
    });
    return result.exitCode === 0
      ? { solved: true, versions: solvedVersions(result.stdout) }
      : { solved: false, explanation: result.stderr };
  };
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
