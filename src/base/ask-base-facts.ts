import type { Container } from "../ports/engine.ts";
import { BaseFacts } from "../python/base-facts.ts";
import { execText } from "../toolbox/exec-text.ts";
import { CHECK_ENV } from "../toolbox/installer-env.ts";
import { jsonAnswer } from "../toolbox/json-answer.ts";
import { TOOLS } from "../toolbox/places.ts";

/** What a Python of a container that holds our tools says of itself and of what is installed. */
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
