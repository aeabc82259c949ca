import { basename, dirname, join } from "node:path";
import type { Manifest } from "../manifest/manifest.ts";
import { copySource } from "../manifest/settings/copied-files.ts";
import type { Ports } from "../ports/ports.ts";
import { closest } from "../text/spelling.ts";

interface Fault {
  readonly message: string;
  /** Position in `command`. */
  readonly index: number;
}

/**
 * Parts of the command that look like a misspelt file of `files`. Any other path may be the base's, or made by a phase's commands: only
 * the finished image can tell.
 * @param sources absolute paths of `files[].from`, in order.
 */
export async function misspeltFiles(
  { command = [], files }: Pick<Manifest, "command" | "files">,
  sources: readonly string[],
  ports: Pick<Ports, "files">,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const [index, part] of command.entries()) {
    const path = copySource(part, files, sources);
    if (path === undefined || (await ports.files.exists(path))) continue;
    const near = closest(basename(path), await ports.files.list(dirname(path)).catch(() => []));
    if (near === undefined) continue;
    const meant = join(dirname(part), near);
    faults.push({ index, message: `there is no \`${part}\` among \`files\`; did you mean \`${meant}\`?` });
  }
  return faults;
}
