import type { ProcessResult } from "../ports/machine.ts";

/**
 * Asks a program one short question through @actions/exec. What takes long goes through node-processes.ts instead, because
 * @actions/exec can't stop what it started.
 */
export async function askProgram(
  command: string,
  args: readonly string[],
  input: string | undefined,
): Promise<ProcessResult> {
  // Loaded when first asked: most runs ask nothing.
  const { getExecOutput } = await import("@actions/exec");
  // Its first parameter is a command line: quotes keep a path with blanks in one piece.
  return await getExecOutput(`"${command}"`, [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...(input !== undefined && { input: Buffer.from(input) }),
  });
}
