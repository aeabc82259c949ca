import type { Container, ExecSpec } from "../ports/engine.ts";
import type { ProcessResult } from "../ports/machine.ts";

export type TextResult = ProcessResult;

/** None of our tools prints more. Further output is dropped, so that memory stays bounded. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Runs a command, and keeps its output. */
export async function execText(container: Container, spec: Omit<ExecSpec, "onOutput">): Promise<TextResult> {
  const result = await execBytes(container, spec);
  const decoder = new TextDecoder();
  return {
    exitCode: result.exitCode,
    stdout: decoder.decode(result.stdout),
    stderr: decoder.decode(result.stderr),
  };
}

/** As `execText`, for output that isn't text; `maxBytes` bounds each stream. */
export async function execBytes(
  container: Container,
  spec: Omit<ExecSpec, "onOutput">,
  maxBytes = MAX_BYTES,
) {
  const kept = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const size = { stdout: 0, stderr: 0 };
  const exitCode = await container.exec({
    ...spec,
    onOutput: (chunk, stream) => {
      if (size[stream] + chunk.length > maxBytes) return;
      size[stream] += chunk.length;
      kept[stream].push(chunk);
    },
  });
  return { exitCode, stdout: Buffer.concat(kept.stdout), stderr: Buffer.concat(kept.stderr) };
}
