import { EngineError } from "../../text/errors.ts";
import { lastLines } from "../../toolbox/run-probe.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import type { Started } from "./state.ts";

const POLL_MS = 200;
const LOG_LINES = 8;

interface Wait {
  readonly title: string;
  readonly limitMs: number;
  readonly isReady: () => Promise<boolean>;
  /** The program that is to answer. If it ends early, its log says why. */
  readonly process: Started["process"];
  readonly remedy: string;
}

/** Polls until `isReady`. @throws EngineError with the end of the log when the time is up, or when the program has ended. */
export async function waitUntil(wait: Wait, ports: QuickstartPorts): Promise<void> {
  await ports.log.task(wait.title, async () => {
    const start = ports.clock.monotonic();
    while (!(await wait.isReady())) {
      const ended = await hasEnded(wait.process, ports);
      const elapsed = ports.clock.monotonic() - start;
      if (ended || elapsed > wait.limitMs) {
        const why = ended ? "its program ended" : `no answer in ${Math.round(elapsed / 1000)} s`;
        const log = wait.process && (await ports.files.readText(wait.process.logFile).catch(() => ""));
        const evidence = lastLines(log ?? "", LOG_LINES);
        throw new EngineError(`${wait.title} failed: ${why}.`, {
          remedy: wait.remedy,
          ...(evidence && { evidence }),
        });
      }
      await ports.clock.sleep(POLL_MS, ports.signal);
    }
  });
}

async function hasEnded(process: Started["process"], { files }: QuickstartPorts): Promise<boolean> {
  if (!process || !(await files.exists("/proc/self"))) return false;
  return !(await files.exists(`/proc/${process.pid}`));
}
