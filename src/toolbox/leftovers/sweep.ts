import type { Ports } from "../../ports/ports.ts";
import { EngineError, messageOf } from "../../text/errors.ts";
import { RUN_LABEL } from "../run.ts";
import { type FoundRun, findDeadRuns, findRuns } from "./found-runs.ts";

interface Swept {
  readonly containers: number;
  readonly volumes: number;
}

type SweepPorts = Pick<Ports, "engine" | "clock" | "log">;

/** How long, in all, others are waited for that remove the same things. */
const PATIENCE_MS = 10_000;
const POLL_MS = 200;

/**
 * Removes what dead runs left on the engine, and nothing without this project's labels. What can't be removed stays, with a
 * warning.
 */
export async function sweepDeadRuns(
  ports: SweepPorts & Pick<Ports, "judgeOwner" | "signal">,
): Promise<Swept> {
  return await new Sweep(ports, await findDeadRuns(ports), ports.signal).remove();
}

/** Removes what is left of one run, dead or not, and also after an interruption. */
export async function sweepRun(id: string, ports: SweepPorts): Promise<Swept> {
  const all = await findRuns(ports.engine);
  return await new Sweep(
    ports,
    all.filter((run) => run.id === id),
  ).remove();
}

class Sweep {
  readonly #ports: SweepPorts;
  readonly #runs: readonly FoundRun[];
  readonly #signal: AbortSignal | undefined;
  readonly #ends: number;
  readonly #left: string[] = [];

  constructor(ports: SweepPorts, runs: readonly FoundRun[], signal?: AbortSignal) {
    this.#ports = ports;
    this.#runs = runs;
    this.#signal = signal;
    this.#ends = ports.clock.monotonic() + PATIENCE_MS;
  }

  async remove(): Promise<Swept> {
    const { engine, log } = this.#ports;
    const swept = { containers: 0, volumes: 0 };
    for (const { id, name } of this.#runs.flatMap((run) => run.containers)) {
      const removal = () => engine.removeContainer(id);
      if (await this.#try(`the container ${name}`, removal)) swept.containers += 1;
    }
    // Containers go first, because a volume in use can't be removed.
    for (const { name } of this.#runs.flatMap((run) => run.volumes)) {
      const removal = () => engine.removeVolume(name);
      if (await this.#try(`the volume ${name}`, removal, () => this.#foreignUsers(name))) swept.volumes += 1;
    }
    if (this.#left.length > 0) {
      log.warn(
        `Left on the engine, because it can't be removed: ${this.#left.join("; ")}. The next run tries again.`,
      );
    }
    return swept;
  }

  /** Whether it is gone. What another sweep is removing, or still uses, is waited for; a stranger's container isn't. */
  async #try(
    what: string,
    removal: () => Promise<void>,
    foreignUsers: () => Promise<readonly string[]> = async () => [],
  ): Promise<boolean> {
    const { clock } = this.#ports;
    for (;;) {
      try {
        await removal();
        return true;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const users = await foreignUsers();
        if (users.length > 0) {
          this.#left.push(`${what}, which ${users.join(" and ")} uses`);
          return false;
        }
        if (clock.monotonic() >= this.#ends) {
          this.#left.push(`${what} (${error.evidence ?? messageOf(error)})`);
          return false;
        }
        await clock.sleep(POLL_MS, this.#signal);
      }
    }
  }

  /** Containers with the volume that belong to none of these runs, so that nobody is removing them. */
  async #foreignUsers(volume: string): Promise<readonly string[]> {
    const ids = new Set(this.#runs.map((run) => run.id));
    const all = await this.#ports.engine.listContainers({}).catch(() => []);
    const users = all.filter((one) => one.volumes.includes(volume) && !ids.has(one.labels[RUN_LABEL] ?? ""));
    return users.map((one) => `the container ${one.name}`);
  }
}
