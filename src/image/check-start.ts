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
  blocked: z.string().nullable(),
});

interface Start {
  readonly manifest: Pick<Manifest, "command" | "env" | "files" | "workdir">;
  /** Absolute paths of `files[].from`, in order. */
  readonly sources: readonly string[];
  /** Path of any Python in the container. */
  readonly python: string;
}

/**
 * Proves that the manifest's command can start: its program is in the image's PATH, copied files that it names are there, and its working
 * folder is one. An engine makes a working folder that isn't there, owned by root, and starts no container where it can't.
 * @param container of the image without the manifest's files.
 * @throws BuildError that names what is missing.
 */
export async function checkStart(container: Container, start: Start, ports: Ports): Promise<void> {
  const { manifest, sources, python } = start;
  const [program, ...rest] = manifest.command ?? [];
  if (program === undefined && manifest.workdir === "/") return;
  const sourceOf = (path: string) => copySource(path, manifest.files, sources);
  const args = [manifest.workdir, program ?? "", ...rest.filter((part) => sourceOf(part) !== undefined)];
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
  await requireFolder(manifest.workdir, sourceOf(manifest.workdir), answer.blocked, ports);
  if (program === undefined) return;
  const places = program.includes("/") ? [program] : answer.path.map((folder) => join(folder, program));
  if (!(answer.program || (await someOf(places, isCopied)))) throw noProgram(program, answer.meant, manifest);
  for (const path of answer.missing) {
    if (await isCopied(path)) continue;
    throw new BuildError(`The image has no ${path}, which its \`command\` names.`, {
      remedy: "Correct the path in `command`, or copy the file by `files`; the image was not finished.",
    });
  }
}

/**
 * @param source of the copied file or folder that the working folder is; undefined where it isn't copied.
 * @param blocked what stands in the image where the folder is to be.
 */
async function requireFolder(
  workdir: string,
  source: string | undefined,
  blocked: string | null,
  { files }: Pick<Ports, "files">,
): Promise<void> {
  // Only a folder holds a `.`.
  const isFile = source !== undefined && (await files.exists(source)) && !(await files.exists(`${source}/.`));
  const file = isFile ? workdir : blocked;
  if (file === null) return;
  throw new BuildError(`The image can't start: its \`workdir\` is ${workdir}, and ${file} is a file.`, {
    remedy:
      "Name a folder in `workdir`; one that isn't there is made when the container starts. The image was not finished.",
  });
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
