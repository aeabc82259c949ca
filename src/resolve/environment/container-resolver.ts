import type { Container } from "../../ports/engine.ts";
import type { Ports } from "../../ports/ports.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import { archiveOf } from "../../toolbox/archive.ts";
import { SCRATCH, TOOLS, UV } from "../../toolbox/container-paths.ts";
import { execText } from "../../toolbox/exec-text.ts";
import { resolverEnv } from "../../toolbox/installer-env.ts";
import { installForBuilds } from "../system/install-for-builds.ts";
import { indexPagesEnv } from "./index-pages.ts";
import type { ResolverEnvironment, ResolverRun } from "./resolver-environment.ts";

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
  const run = async (command: readonly string[], { within, signal, seconds }: ResolverRun = {}) => {
    const spec = {
      env: { ...resolverEnv(ports.network), ...indexPagesEnv(FOLDER) },
      workdir: within === undefined ? FOLDER : `${FOLDER}/${within}`,
      signal: signal ? AbortSignal.any([signal, ports.signal]) : ports.signal,
    };
    if (seconds === undefined) return execText(container, { ...spec, command });
    // The container itself ends it: a command whose answer nobody awaits would go on, and slow down those after it.
    const bounded = ["timeout", "-k", "1", String(seconds), ...command];
    const result = await execText(container, { ...spec, command: bounded });
    // A base without coreutils: the one who waits is the only bound.
    return result.exitCode === NO_SUCH_PROGRAM ? execText(container, { ...spec, command }) : result;
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
    write: (entries) => container.putArchive(FOLDER, archiveOf(entries)),
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
