import type { Container } from "../ports/engine.ts";
import { BaseFacts } from "../python/base-facts.ts";
import { TOOLS } from "../toolbox/container-paths.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { jsonAnswer } from "../toolbox/json-answer.ts";

/** Asks a Python in a container with our tools about itself and its distributions. */
export async function askBaseFacts(
  container: Container,
  interpreter: string,
  signal: AbortSignal,
): Promise<{ readonly facts: BaseFacts | undefined; readonly stderr: string }> {
  const { stdout, stderr } = await execText(container, {
    command: [interpreter, "-B", `${TOOLS}/base_facts.py`],
    env: CHECK_ENV,
    signal,
  });
  return { facts: BaseFacts.safeParse(jsonAnswer(stdout)).data, stderr };
}
