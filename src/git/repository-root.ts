import { dirname, join } from "node:path";
import type { Ports } from "../ports/ports.ts";

/** The folder above that git tracks; without one, the manifest's own. */
export async function repositoryRoot(
  folder: string,
  ports: { readonly files: Pick<Ports["files"], "exists"> },
): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    if (await ports.files.exists(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}
