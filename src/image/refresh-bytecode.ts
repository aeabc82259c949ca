import type { BuildablePlan } from "../plan/plan.ts";
import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { BuildError } from "../text/errors.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { SCRATCH, TOOLS } from "../toolbox/places.ts";

const MARKER = `${SCRATCH}/work/before-the-commands`;

/**
 * Lets `body` change Python files, and compiles those anew afterwards: an image's bytecode is checked against nothing when it
 * is imported, so without that a patched module would go on as it was.
 */
export async function refreshBytecode(
  container: Container,
  plan: BuildablePlan,
  ports: Ports,
  body: () => Promise<void>,
): Promise<void> {
  await container.exec({ command: ["touch", MARKER], signal: ports.signal });
  await body();
  const result = await execText(container, {
    command: [plan.base.interpreter, "-B", `${TOOLS}/refresh_bytecode.py`, MARKER],
    env: CHECK_ENV,
    workdir: "/",
    signal: ports.signal,
  });
  if (result.exitCode === 0) return;
  throw new BuildError("Changed Python files could not be compiled again.", {
    evidence: result.stderr.trim().split("\n").slice(-3).join("\n"),
    remedy:
      "`image: { bytecode: none }` builds without bytecode; each cold start then compiles what it imports.",
  });
}
