import * as z from "zod";
import type { Container } from "../ports/engine.ts";
import { BuildError } from "../text/errors.ts";
import { lastLines, runProbe } from "../toolbox/run-probe.ts";

/** The result of importing one module, as images/probes/imports.py prints it. */
export const ImportOutcome = z.readonly(
  z.strictObject({
    module: z.string(),
    ok: z.boolean(),
    /** null where the time for it was over. */
    exitCode: z.number().nullable(),
    /** Last line that Python printed; null where the import succeeded. */
    error: z.string().nullable(),
  }),
);
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** Imports each module in a process of its own. @throws BuildError when Python itself doesn't start as it should. */
export async function importOutcomes(
  container: Container,
  python: string,
  modules: readonly string[],
  signal: AbortSignal,
): Promise<readonly ImportOutcome[]> {
  const probe = { python, program: "imports.py", args: modules };
  const { answer, stderr } = await runProbe(container, probe, z.array(ImportOutcome), signal);
  if (answer) return answer;
  throw new BuildError("The import check itself failed.", {
    evidence: lastLines(stderr, 1),
    remedy: "An installed package changes how Python starts (a .pth file, sitecustomize): leave it out.",
  });
}

/** `import speech: ModuleNotFoundError: … (exit 1)` */
export function importFault({ module, error, exitCode }: ImportOutcome): string {
  return `import ${module}: ${error} (exit ${exitCode ?? "none"})`;
}
