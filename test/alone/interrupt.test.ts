import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { FULL } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import type { SurelayerProcess } from "../support/surelayer-process.ts";
import { Workplace } from "../support/workplace.ts";

/** Deflates to nearly nothing and takes a commit a while. */
const ZEROS = Buffer.alloc(300_000_000);

/** One for each signal, because a layer whose commit the engine finishes all the same is found again. */
const large = (name: string) =>
  wheel({ name: `large-${name}`, files: { [`large_${name}.py`]: "", zeros: ZEROS } });

/** Lets a test hold an installer at the moment of its download, and see that it has come so far. */
class Gate {
  arrived = false;
  #open: () => void = () => undefined;
  #opened: Promise<void> = Promise.resolve();

  close(): void {
    this.arrived = false;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  async pass(name: string): Promise<void> {
    if (!name.startsWith("held")) return;
    this.arrived = true;
    await this.#opened;
  }
}

const gate = new Gate();
let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  const files = [wheel({ name: "held" }), wheel({ name: "quick" }), large("sigint")];
  if (FULL) files.push(large("sigterm"));
  index = new PackageIndex({ host: await place.gateway(), files, onDownload: (name) => gate.pass(name) });
  await index.start();
});
beforeEach(() => gate.close());
afterEach(() => gate.open());
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

async function start(name: string): Promise<SurelayerProcess> {
  const phases = [{ name: "only", packages: [name], imports: [name.replace("-", "_")] }];
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  return place.start(["build", "--refresh"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
}

/** Waits for a moment of a run. */
async function until(run: SurelayerProcess, ready: () => Promise<boolean> | boolean): Promise<void> {
  const ended = run.outcome.then(({ stderr }) => {
    throw new Error(`the run ended before that moment:\n${stderr}`);
  });
  const reached = async () => {
    while (!(await ready())) await sleep(20);
  };
  await Promise.race([reached(), ended]);
}

const isThere = async (run: SurelayerProcess, part: string) =>
  (await place.leftBy(run.pid)).some((one) => one.includes(part));

const moments: readonly {
  readonly moment: string;
  readonly package: string;
  readonly reached: (run: SurelayerProcess) => Promise<boolean> | boolean;
}[] = [
  { moment: "while it resolves", package: "held", reached: (run) => isThere(run, "-resolve") },
  { moment: "while the installer downloads", package: "held", reached: () => gate.arrived },
  {
    moment: "while the layer is committed",
    package: "large",
    reached: async () => {
      const paused = await place.docker.listContainers({ filters: { status: ["paused"] } });
      return paused.some((one) => one.Names.some((name) => name.endsWith("-phase-only")));
    },
  },
];

describe.each([
  { signal: "SIGINT", code: 130, says: "Interrupted" },
  { signal: "SIGTERM", code: 143, says: "Terminated" },
] as const)("$signal", ({ signal, code, says }) => {
  test.each(FULL || signal === "SIGINT" ? moments : moments.slice(1, 2))(
    "$moment leaves nothing behind",
    async ({ package: one, reached }) => {
      const name = one === "large" ? `large-${signal.toLowerCase()}` : one;
      const run = await start(name);
      await until(run, () => reached(run));
      const at = performance.now();
      run.kill(signal);
      const { exitCode, stderr } = await run.outcome;
      expect(performance.now() - at).toBeLessThan(7000);
      expect(exitCode).toBe(code);
      expect(stderr).toContain(says);
      expect(stderr).not.toMatch(/^\s+at |defect/m);
      expect(await place.leftBy(run.pid)).toEqual([]);
      expect(await place.report(name)).toMatchObject({ outcome: "failed", failure: { exitCode: code } });
      await foreigners.expectUntouched();
    },
  );
});

test("what a killed run leaves is swept by the next one, and what others hold is not", async () => {
  const dead = await start("held");
  await until(dead, () => gate.arrived);
  dead.kill("SIGKILL");
  await dead.outcome;
  expect(await place.leftBy(dead.pid)).not.toEqual([]);

  gate.arrived = false;
  const alive = await start("held");
  await until(alive, () => gate.arrived);
  expect(await place.leftBy(dead.pid)).toEqual([]);
  const held = await place.leftBy(alive.pid);
  expect(held.length).toBeGreaterThan(2);

  const other = await start("quick");
  expect((await other.outcome).exitCode).toBe(0);
  expect(await place.leftBy(alive.pid)).toEqual(held);
  // Somebody runs what we built: its labels are our image's, and it is none of our business.
  const theirs = await place.docker.createContainer({
    Image: "surelayer/quick:built",
    Cmd: ["sleep", "600"],
  });
  try {
    await theirs.start();
    gate.open();
    expect((await alive.outcome).exitCode).toBe(0);
    expect((await (await start("quick")).outcome).exitCode).toBe(0);
    expect((await theirs.inspect()).State.Running).toBe(true);
  } finally {
    await theirs.remove({ force: true });
  }
  expect(await place.leftBy(alive.pid)).toEqual([]);
  await foreigners.expectUntouched();
});
