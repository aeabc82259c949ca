import type { ProcessOptions, ProcessResult } from "../../ports/machine.ts";
import { EngineError } from "../../text/errors.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: ProcessOptions["env"];
  readonly cwd?: string;
  /** What the user does when the program fails. */
  readonly remedy: string;
}

const EVIDENCE_LINES = 8;

/** Runs a program and shows its latest line as the task's status. @throws EngineError with its last lines if it fails. */
export async function runMachineProgram(
  title: string,
  program: Program,
  ports: QuickstartPorts,
): Promise<ProcessResult> {
  return ports.log.task(title, async (report) => {
    const { command, args, env, cwd } = program;
    const lines: string[] = [];
    const onLine = (line: string): void => {
      if (line.trim() === "") return;
      report(line.trim());
      if (lines.push(line) > EVIDENCE_LINES) lines.shift();
    };
    const options = { onLine, signal: ports.signal, ...(env && { env }), ...(cwd !== undefined && { cwd }) };
    const result = await ports.processes.run(command, args, options);
    if (result.exitCode === 0) return result;
    throw new EngineError(`${title} failed: ${command} ended with exit code ${result.exitCode}.`, {
      evidence: lines.join("\n"),
      remedy: program.remedy,
    });
  });
}
