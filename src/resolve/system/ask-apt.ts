import { parseSystemPackage } from "../../manifest/settings/system-package.ts";
import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import { BuildError, ConflictError, type SurelayerError } from "../../text/errors.ts";
import { aptCommand, aptEnv, prepareApt } from "../../toolbox/apt.ts";
import { aptError, aptTrouble } from "../../toolbox/apt-trouble.ts";
import { execText, type TextResult } from "../../toolbox/exec-text.ts";
import {
  type AptStep,
  INSTALLED_FORMAT,
  parseInstalled,
  parseRecords,
  parseSelections,
  parseSimulation,
} from "./parse-apt.ts";
import type { SystemFile, SystemGroup, SystemResolution } from "./system-resolution.ts";

/** A list of `system_packages`. */
export interface SystemRequest {
  readonly phase: string;
  readonly asked: readonly string[];
}

/** apt's own answer, for whom it may be worth asking again. */
export class AptRefusal extends Error {
  readonly error: SurelayerError;
  /** Fresh lists may say otherwise. */
  readonly passing: "network" | "absent" | undefined;

  constructor(error: SurelayerError, output: string) {
    super(error.message, { cause: error });
    const trouble = aptTrouble(output);
    this.error = error;
    this.passing = trouble === "network" || trouble === "absent" ? trouble : undefined;
  }
}

/**
 * Asks apt in a container of the base what each list would install, and installs nothing.
 * @throws AptRefusal; BuildError where the base has no apt.
 */
export async function askApt(
  container: Container,
  requests: readonly SystemRequest[],
  os: { readonly id: string; readonly version: string },
  ports: Ports,
): Promise<SystemResolution> {
  const installed = await readyApt(container, os, ports);
  const steps = new Map<string, AptStep>();
  const groups: SystemGroup[] = [];
  for (const request of requests) {
    const { group, found } = await askGroup(container, request, installed, ports);
    groups.push(group);
    for (const step of found) steps.set(step.name, step);
  }
  if (groups.length > 1) await requireTogether(container, [...steps.values()], ports);
  return { files: await filesOf(container, [...steps.values()], ports), groups };
}

/**
 * Gets the base's apt ready, with fresh lists.
 * @returns the versions of the packages that are installed.
 * @throws AptRefusal; BuildError where the base has no apt.
 */
export async function readyApt(
  container: Container,
  os: { readonly id: string; readonly version: string },
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const installed = await installedPackages(container, os, ports);
  await prepareApt(container, ports.network);
  const update = await apt(container, "apt-get", ["update"], ports);
  const half = /^W: (?:Failed to fetch|Some index files)/m.test(update.stderr);
  requireDone("The base's package lists", update, half);
  return installed;
}

async function installedPackages(
  container: Container,
  os: { readonly id: string; readonly version: string },
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const command = ["dpkg-query", "--show", `--showformat=${INSTALLED_FORMAT}`];
  const result = await execText(container, { command, signal: ports.signal });
  if (result.exitCode === 0) return parseInstalled(result.stdout);
  throw new BuildError(
    `The base image can't take \`system_packages\`: it is ${os.id} ${os.version}, without apt.`,
    {
      evidence: result.stderr.trim(),
      remedy:
        "Choose a base of Debian or Ubuntu, or one that holds these packages, and remove `system_packages`.",
    },
  );
}

async function askGroup(
  container: Container,
  { phase, asked }: SystemRequest,
  installed: ReadonlyMap<string, string>,
  ports: Ports,
): Promise<{ group: SystemGroup; found: readonly AptStep[] }> {
  const isSatisfied = (text: string) => {
    const { name, version } = parseSystemPackage(text);
    return installed.has(name) && (version === undefined || installed.get(name) === version);
  };
  const wanted = asked.filter((text) => !isSatisfied(text));
  const provided = asked.filter(isSatisfied).map((text) => {
    const { name } = parseSystemPackage(text);
    return `${name}=${installed.get(name)}`;
  });
  const what = `The system packages ${asked.join(", ")}`;
  const result = await simulate(container, wanted, ports);
  requireDone(what, result);
  const found = parseSimulation(result.stdout);
  requireNamed(wanted, found, parseSelections(`${result.stdout}\n${result.stderr}`));
  return { group: { phase, asked, needs: found.map((step) => step.name).sort(), provided }, found };
}

/** What isn't in apt's lists by this name may still be a virtual package or a pattern for it: then it would choose itself. */
function requireNamed(
  wanted: readonly string[],
  found: readonly AptStep[],
  selections: readonly string[],
): void {
  const names = new Set(found.map((step) => step.name));
  const lost = wanted.map((text) => parseSystemPackage(text).name).filter((name) => !names.has(name));
  if (lost.length === 0) return;
  throw new ConflictError(`apt knows no package ${lost.join(", ")} by this name alone.`, {
    evidence: selections.slice(0, 5).join("\n"),
    remedy: "Name the package that shall be installed: what apt would select instead is shown above.",
  });
}

/** Each list by itself may have a solution that excludes another's. */
async function requireTogether(container: Container, steps: readonly AptStep[], ports: Ports): Promise<void> {
  const result = await simulate(
    container,
    steps.map((step) => `${step.name}=${step.version}`),
    ports,
  );
  requireDone("The system packages of all phases together", result);
}

async function filesOf(
  container: Container,
  steps: readonly AptStep[],
  ports: Ports,
): Promise<readonly SystemFile[]> {
  if (steps.length === 0) return [];
  const names = steps.map((step) => `${step.name}:${step.architecture}=${step.version}`);
  const shown = await apt(container, "apt-cache", ["show", ...names.map(plainArchitecture)], ports);
  requireDone("The records of the system packages", shown);
  const records = parseRecords(shown.stdout);
  return steps
    .map((step) => {
      const record = records.get(`${step.name}=${step.version}`);
      if (record) return { ...step, ...record };
      throw new BuildError(`apt names no size for ${step.name} ${step.version}.`);
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** apt-cache knows packages for all architectures by their bare name. */
function plainArchitecture(name: string): string {
  return name.replace(/:(?:all|amd64)=/, "=");
}

function simulate(container: Container, packages: readonly string[], ports: Ports): Promise<TextResult> {
  if (packages.length === 0) return Promise.resolve({ exitCode: 0, stdout: "", stderr: "" });
  return apt(container, "apt-get", ["install", "--simulate", "--yes", "--", ...packages], ports);
}

export function apt(
  container: Container,
  program: "apt-get" | "apt-cache",
  args: readonly string[],
  ports: Ports,
): Promise<TextResult> {
  return execText(container, {
    command: aptCommand(program, args),
    env: aptEnv(ports.network),
    workdir: "/",
    signal: ports.signal,
  });
}

/** @throws AptRefusal where apt didn't do what it was asked for. */
export function requireDone(what: string, result: TextResult, failed = false): void {
  if (result.exitCode === 0 && !failed) return;
  const output = `${result.stdout}\n${result.stderr}`;
  throw new AptRefusal(aptError(what, output), output);
}
