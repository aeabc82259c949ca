import type { Container, ExecSpec } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RelaySettings } from "../../ports/relay.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH, TOOLS, UV } from "../../toolbox/container-paths.ts";
import { execText, type TextResult } from "../../toolbox/exec-text.ts";
import { resolverEnv } from "../../toolbox/installer-env.ts";
import { relayed, unrelayed } from "../../toolbox/relay/container-env.ts";
import { installForBuilds } from "../system/install-for-builds.ts";
import { indexPagesEnv } from "./index-pages.ts";
import type { ResolverEntry, ResolverEnvironment, ResolverRun } from "./resolver-environment.ts";

const FOLDER = `${SCRATCH}/work`;
const NO_SUCH_PROGRAM = 127;

/**
 * A container of the base that holds our tools.
 * @param systemPackages that the manifest names; they are installed only if a build fails without them.
 */
export function containerResolver(
  container: Container,
  { facts, systemPackages = [] }: { readonly facts: BaseFacts; readonly systemPackages?: readonly string[] },
  ports: Ports,
): ResolverEnvironment {
  let missing = systemPackages;
  const python = facts.python.executable;
  const { relay } = ports.network;
  const exec = async (spec: ExecSpec): Promise<TextResult> => {
    const { exitCode, stdout, stderr } = await execText(container, spec);
    return { exitCode, stdout: unrelayed(stdout, relay), stderr: unrelayed(stderr, relay) };
  };
  const run = async (command: readonly string[], { within, signal, seconds }: ResolverRun = {}) => {
    const spec = {
      env: { ...resolverEnv(ports.network), ...indexPagesEnv(FOLDER) },
      workdir: within === undefined ? FOLDER : `${FOLDER}/${within}`,
      signal: signal ? AbortSignal.any([signal, ports.signal]) : ports.signal,
    };
    if (seconds === undefined) return exec({ ...spec, command });
    // The container itself ends it: a command whose answer nobody awaits would go on, and slow down those after it.
    const bounded = ["timeout", "-k", "1", String(seconds), ...command];
    const result = await exec({ ...spec, command: bounded });
    // A base without coreutils: the one who waits is the only bound.
    return result.exitCode === NO_SUCH_PROGRAM ? exec({ ...spec, command }) : result;
  };
  return {
    folder: FOLDER,
    onMachine: false,
    uv: UV,
    python,
    pythonFlags: (other) => [
      ...["--python", python],
      ...(other === undefined ? [] : ["--python-version", other]),
    ],
    // In a container, metadata are built where they must be.
    buildFlags: () => [],
    write: (entries) => container.putArchive(FOLDER, archiveOf(entries.map((one) => forRelay(one, relay)))),
    installSystemPackages: async () => {
      if (missing.length === 0) return false;
      await installForBuilds(container, missing, facts.os, ports);
      missing = [];
      return true;
    },
    run,
    runProbe: (name, args) => run([python, "-B", `${TOOLS}/${name}`, ...args]),
  };
}

function forRelay(entry: ResolverEntry, relay: RelaySettings | undefined): ResolverEntry {
  return typeof entry.content === "string" ? { ...entry, content: relayed(entry.content, relay) } : entry;
}
