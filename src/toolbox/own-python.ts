import type { Container } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { OWN_PYTHON } from "./container-paths.ts";
import { lastLines, runProgram } from "./run-probe.ts";

/** The loader by its own path, so that no library of the image takes the place of one of ours. */
const COMMAND = [
  ...[`${OWN_PYTHON}/loader`, "--library-path", `${OWN_PYTHON}/libraries`],
  `${OWN_PYTHON}/bin/python3`,
];

/**
 * Copies the base's Python into the volume of our tools, which build containers can only read. Where a base doesn't allow that,
 * says so: its own Python has to be believed then.
 * @returns the words that a command line begins with.
 */
export async function copyPython(
  container: Container,
  python: string,
  ports: Pick<Ports, "log" | "signal">,
): Promise<readonly string[]> {
  const probe = { python, program: "copy_python.py", args: [OWN_PYTHON], alone: true };
  const { exitCode, stderr } = await runProgram(container, probe, ports.signal);
  if (exitCode === 0) return COMMAND;
  ports.log.warn(
    `The base's Python can't be copied, so layers are looked at with it: ${lastLines(stderr, 1)}`,
  );
  return [python];
}
