import type { Ports } from "../../ports/ports.ts";
import { createDeadline } from "../../ports/waiting.ts";
import type { BaseFacts } from "../../python/base-facts.ts";
import type { TextResult } from "../../toolbox/exec-text.ts";
import { type ToolsHere, withToolsHere } from "../../toolbox/here.ts";
import type { PlaceRun, ResolverPlace } from "./resolver-place.ts";

/** A folder of this machine, for a base that isn't here. Nothing is built in it: it takes wheels only. */
export function placeHere<T>(
  { python }: BaseFacts,
  ports: Ports,
  body: (place: ResolverPlace) => Promise<T>,
): Promise<T> {
  return withToolsHere(ports, (tools) => {
    const folder = `${tools.folder}/work`;
    const platform = `${python.machine}-manylinux_${python.glibc?.join("_")}`;
    return body({
      folder,
      uv: tools.uv,
      pythonFlags: (other) => [
        ...["--python", tools.python, "--python-version", other ?? python.version],
        ...["--python-platform", platform],
      ],
      buildFlags: (stated) => [
        ...["--only-binary", ":all:"],
        ...stated.flatMap((name) => ["--no-binary", name]),
      ],
      async write(entries) {
        for (const { name, content } of entries) {
          if (content !== undefined) await ports.files.write(`${folder}/${name}`, content);
        }
      },
      run: (command, options = {}) => runBounded(tools, command, { ...options, folder }, ports.clock),
      runProbe: (name, args) =>
        tools.run([tools.python, "-B", `${ports.assets}/images/probes/${name}`, ...args]),
    });
  });
}

/** As `timeout` says it. */
const TIMED_OUT = 124;

async function runBounded(
  tools: ToolsHere,
  command: readonly string[],
  { folder, within, signal, seconds }: PlaceRun & { readonly folder: string },
  clock: Ports["clock"],
): Promise<TextResult> {
  const workdir = within === undefined ? folder : `${folder}/${within}`;
  using timeout = seconds === undefined ? undefined : createDeadline(seconds * 1000, clock);
  const signals = [signal, timeout?.signal].filter((one) => one !== undefined);
  try {
    return await tools.run(command, { workdir, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (!timeout?.signal.aborted || error !== timeout.signal.reason) throw error;
    return { exitCode: TIMED_OUT, stdout: "", stderr: "" };
  }
}
