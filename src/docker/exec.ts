import type Docker from "dockerode";
import type { ExecSpec } from "../ports/engine.ts";
import type { Clock } from "../ports/machine.ts";
import { EngineError } from "../text/errors.ts";
import { formatEnvironment } from "./image.ts";
import { demultiplex, type OutputStream } from "./streams.ts";

const NO_SUCH_PROGRAM = 127;
const RUNTIME_FAILED = /^OCI runtime exec failed|^runc exec failed|^Error: (crun|runc):/;
/** Bytes; the message may come in several chunks. */
const LONGEST_RUNTIME_MESSAGE = 4096;
const PROGRAM_MISSING = /executable file not found|no such file or directory/i;

type Sleeping = Pick<Clock, "sleep">;

/** Runs one command in a container; its exit code is known only after its output has ended. */
export async function runExec(container: Docker.Container, spec: ExecSpec, clock: Sleeping): Promise<number> {
  spec.signal?.throwIfAborted();
  return await orAborted(startAndFollow(container, spec, clock), spec.signal);
}

async function startAndFollow(container: Docker.Container, spec: ExecSpec, clock: Sleeping): Promise<number> {
  const exec = await container.exec({
    Cmd: [...spec.command],
    Env: formatEnvironment(spec.env ?? {}),
    AttachStdout: true,
    AttachStderr: true,
    ...(spec.workdir !== undefined && { WorkingDir: spec.workdir }),
    ...(!spec.asImageUser && { User: "0:0" }),
  });
  spec.signal?.throwIfAborted();
  const stream = await exec.start({ Detach: false, Tty: false });
  const stop = (): void => void stream.destroy();
  spec.signal?.addEventListener("abort", stop, { once: true });
  if (spec.signal?.aborted) stop();
  const output = holdRuntimeMessage(spec.onOutput ?? (() => undefined));
  try {
    await demultiplex(stream, output.take);
  } finally {
    spec.signal?.removeEventListener("abort", stop);
  }
  const exitCode = await exitCodeOf(exec, clock, spec.signal);
  return output.finish(exitCode);
}

/**
 * Holds back output that may be the runtime's own message about a missing program: engines disagree about its stream and
 * about the exit code (126 or 127). All other output passes at once.
 */
function holdRuntimeMessage(pass: NonNullable<ExecSpec["onOutput"]>) {
  let pending: { readonly chunk: Uint8Array; readonly stream: OutputStream } | undefined;
  let started = false;
  return {
    take(chunk: Uint8Array, stream: OutputStream): unknown {
      const first = !started;
      started = true;
      if (first && RUNTIME_FAILED.test(Buffer.from(chunk).toString("latin1"))) {
        // A copy, because the stream may reuse the chunk's memory.
        pending = { chunk: Buffer.from(chunk), stream };
        return undefined;
      }
      if (pending?.stream === stream && pending.chunk.length < LONGEST_RUNTIME_MESSAGE) {
        pending = { chunk: Buffer.concat([pending.chunk, chunk]), stream };
        return undefined;
      }
      if (pending) pass(pending.chunk, pending.stream);
      pending = undefined;
      return pass(chunk, stream);
    },
    finish(exitCode: number): number {
      if (!pending) return exitCode;
      const failed = exitCode === 126 || exitCode === NO_SUCH_PROGRAM;
      pass(pending.chunk, failed ? "stderr" : pending.stream);
      return failed && PROGRAM_MISSING.test(Buffer.from(pending.chunk).toString())
        ? NO_SUCH_PROGRAM
        : exitCode;
    },
  };
}

/** Asks several times, because the stream may end a moment before the engine knows the exit code. */
async function exitCodeOf(
  exec: Docker.Exec,
  clock: Sleeping,
  signal: AbortSignal | undefined,
): Promise<number> {
  let unknown = 0;
  for (let pause = 2; ; pause = Math.min(pause * 2, 200)) {
    const state = await exec.inspect();
    if (!state.Running && state.ExitCode !== null) return state.ExitCode;
    if (!state.Running) unknown += 1;
    if (unknown > 20) throw new EngineError("The engine does not say how a command ended.");
    await clock.sleep(pause, signal);
  }
}

/** Waits for `work`, but not after an abort: then rejects at once with the signal's reason. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  // After an abort, nobody handles a later failure of `work`.
  work.catch(() => undefined);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
