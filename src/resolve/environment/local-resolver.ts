import type { Ports } from "../../ports/ports.ts";
import { createDeadline } from "../../ports/waiting.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import type { TextResult } from "../../toolbox/exec-text.ts";
import { type LocalTools, withLocalTools } from "../../toolbox/local-tools.ts";
import { indexPagesEnv, keepIndexPages } from "./index-pages.ts";
import type { ResolverEnvironment, ResolverRun } from "./resolver-environment.ts";

/** A folder of this machine, for a base that isn't local. Nothing is built in it: it takes wheels only. */
export function withLocalResolver<T>(
  { python }: BaseFacts,
  ports: Ports,
  body: (resolver: ResolverEnvironment) => Promise<T>,
): Promise<T> {
  return withLocalTools(ports, async (tools) => {
    const folder = `${tools.folder}/work`;
    const platform = `${python.machine}-manylinux_${python.glibc?.join("_")}`;
    const resolver: ResolverEnvironment = {
      folder,
      onMachine: true,
      uv: tools.uv,
      python: tools.python,
      pythonFlags: (other) => [
        ...["--python", tools.python, "--python-version", other ?? python.version],
        ...["--python-platform", platform],
      ],
      buildFlags: (sdists) => [
        ...["--only-binary", ":all:"],
        ...sdists.flatMap((name) => ["--no-binary", name]),
      ],
      installSystemPackages: () => Promise.resolve(false),
      async write(entries) {
        for (const { name, content } of entries) {
          if (content !== undefined) await ports.files.write(`${folder}/${name}`, content);
        }
      },
      run: (command, options = {}) => runBounded(tools, command, { ...options, folder }, ports.clock),
      runProbe: (name, args) =>
        tools.run([tools.python, "-B", `${ports.assets}/images/probes/${name}`, ...args]),
    };
    await keepIndexPages(resolver, ports.network.installerEnv);
    return body(resolver);
  });
}

/** As `timeout` says it. */
const TIMED_OUT = 124;

async function runBounded(
  tools: LocalTools,
  command: readonly string[],
  { folder, within, signal, seconds }: ResolverRun & { readonly folder: string },
  clock: Ports["clock"],
): Promise<TextResult> {
  const workdir = within === undefined ? folder : `${folder}/${within}`;
  using timeout = seconds === undefined ? undefined : createDeadline(seconds * 1000, clock);
  const signals = [signal, timeout?.signal].filter((one) => one !== undefined);
  try {
    return await tools.run(command, {
      ...{ workdir, env: indexPagesEnv(folder) },
      signal: AbortSignal.any(signals),
    });
  } catch (error) {
    if (!timeout?.signal.aborted || error !== timeout.signal.reason) throw error;
    return { exitCode: TIMED_OUT, stdout: "", stderr: "" };
  }
}
