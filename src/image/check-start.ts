import { join } from "node:path";
import * as z from "zod";
import type { Manifest } from "../manifest/manifest.ts";
import { copySource } from "../manifest/settings/copied-files.ts";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { BuildError } from "../text/errors.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { runProbe } from "../toolbox/run-probe.ts";

const Answer = z.strictObject({
  program: z.boolean(),
  meant: z.string().nullable(),
  path: z.array(z.string()),
  missing: z.array(z.string()),
});

interface Start {
  readonly manifest: Pick<Manifest, "command" | "env" | "files" | "workdir">;
  /** Absolute paths of `files[].from`, in order. */
  readonly sources: readonly string[];
  /** Path of any Python in the container. */
  readonly python: string;
}

/**
 * Proves that the manifest's command can start: its program is in the image's PATH, and copied files that it names are there.
 * @param container of the image without the manifest's files.
 * @throws BuildError that names what is missing.
 */
export async function checkStart(container: Container, start: Start, ports: Ports): Promise<void> {
  const { manifest, sources, python } = start;
  const [program, ...rest] = manifest.command ?? [];
  if (program === undefined) return;
  const sourceOf = (path: string) => copySource(path, manifest.files, sources);
  const args = [manifest.workdir, program, ...rest.filter((part) => sourceOf(part) !== undefined)];
  const env = { ...manifest.env, ...CHECK_ENV };
  const probe = { python, program: "start_check.py", args, env };
  const { answer, fault } = await runProbe(container, probe, Answer, ports.signal);
  if (!answer) {
    throw new BuildError("Whether the image's command can start could not be found out.", {
      evidence: fault,
      remedy: "Look at `env` in the manifest: a variable such as PYTHONHOME may keep Python from starting.",
    });
  }
  const isCopied = async (path: string) => {
    const source = sourceOf(path);
    return source !== undefined && (await ports.files.exists(source));
  };
  const places = program.includes("/") ? [program] : answer.path.map((folder) => join(folder, program));
  if (!(answer.program || (await someOf(places, isCopied)))) throw noProgram(program, answer.meant, manifest);
  for (const path of answer.missing) {
    if (await isCopied(path)) continue;
    throw new BuildError(`The image has no ${path}, which its \`command\` names.`, {
      remedy: "Correct the path in `command`, or copy the file by `files`; the image was not finished.",
    });
  }
}

async function someOf(paths: readonly string[], test: (path: string) => Promise<boolean>): Promise<boolean> {
  for (const path of paths) if (await test(path)) return true;
  return false;
}

function noProgram(program: string, meant: string | null, { env }: Pick<Manifest, "env">): BuildError {
  const instead = meant === null ? "the path of a program of the image" : `\`${meant}\``;
  const path = env["PATH"] === undefined ? "the image's PATH" : "the PATH that `env` sets";
  return new BuildError(
    `The image can't start: \`${program}\`, the program of its \`command\`, isn't in ${path}.`,
    {
      remedy: `Write ${instead} in \`command\`, or install what brings \`${program}\`; the image was not finished.`,
    },
  );
}
