import type { Ports } from "../ports/ports.ts";
import { messageOf, UsageError } from "../text/errors.ts";

/**
 * Writes a file that the user asked for.
 * @param content without secrets
 * @throws UsageError when it can't be written there.
 */
export async function writeResult(path: string, content: string, ports: Pick<Ports, "files">): Promise<void> {
  try {
    await ports.files.write(path, content);
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${messageOf(error)}`, {
      remedy: "Name a folder that this user may write to (`--out`), or a file (`-o`).",
      cause: error,
    });
  }
}
