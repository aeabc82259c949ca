import type { Container } from "../ports/engine.ts";
import { BaseFacts } from "../python/base-facts.ts";
import { type ProbeResult, runProbe } from "../toolbox/run-probe.ts";

/** Asks a Python in a container with our tools about itself and its distributions. */
export function askBaseFacts(
  container: Container,
  interpreter: string,
  signal: AbortSignal,
): Promise<ProbeResult<BaseFacts>> {
  return runProbe(container, { python: interpreter, program: "base_facts.py" }, BaseFacts, signal);
}
