import * as z from "zod";
import type { Ports } from "../ports/ports.ts";
import type { BaseFacts } from "../python/base-facts.ts";
import { EngineError } from "../text/errors.ts";
import { archiveOf } from "../toolbox/archive.ts";
import { SCRATCH } from "../toolbox/container-paths.ts";
import { runProbe } from "../toolbox/run-probe.ts";
import type { Toolbox } from "../toolbox/toolbox.ts";
import { installedDistributions } from "./installed-distributions.ts";

/** Files of a kept package of the base at paths to which a phase brings something, too. */
export interface KeptFiles {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** With absolute paths. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly crc32: number }[];
}

/** Which of these paths, as RECORD names them, do these distributions have? */
export interface KeptQuestion {
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

const Answer = z.record(z.string(), z.array(z.tuple([z.string(), z.number(), z.number()])));

const LIST = "paths.json";

/** Asks the base about files of its kept packages. Where nothing is asked, or the base isn't local, no container starts. */
export async function keptFiles(
  { names, paths }: KeptQuestion,
  base: { readonly imageId: string | undefined; readonly facts: BaseFacts },
  toolbox: Toolbox,
  ports: Ports,
): Promise<readonly KeptFiles[]> {
  const { imageId, facts } = base;
  if (imageId === undefined || names.length === 0) return [];
  const { answer, fault } = await toolbox.open(imageId, "kept-files", async (container) => {
    await container.putArchive(
      `${SCRATCH}/work`,
      archiveOf([{ name: LIST, content: JSON.stringify(paths) }]),
    );
    const args = [`${SCRATCH}/work/${LIST}`, ...names];
    const probe = { python: facts.python.executable, program: "kept_files.py", args };
    return runProbe(container, probe, Answer, ports.signal);
  });
  if (!answer) throw new EngineError(`The base's kept packages could not be looked at: ${fault}`);
  const installed = installedDistributions(facts);
  return names.map((name) => ({
    ...{ name, version: installed.get(name)?.version ?? "" },
    files: (answer[name] ?? []).map(([path, bytes, crc32]) => ({ path, bytes, crc32 })),
  }));
}
