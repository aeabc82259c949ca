import { setTimeout as sleep } from "node:timers/promises";
import { sourceDistribution, wheel } from "../../support/python-packages.ts";
import type { SecondEngine } from "../../support/second-engine.ts";
import type { FaultCase, FaultRun, Injection, Scene } from "../fault-case.ts";
import { noise } from "./scenes.ts";
import { builtWheel } from "./source-builds.ts";

/** Of the engine's disk. */
export const DISK_MB = 900;
const MB = 1_000_000;
const LARGE_BYTES = 60 * MB;
const SLOW_BYTES_PER_SECOND = 6 * MB;

/** Nobody watches: the disk does run full. */
const LARGE: Scene = {
  name: "a large package",
  manifest: { disk: { reserve: "10MB", interval: "0s" } },
  files: () => [wheel({ name: "large", files: noise("large", LARGE_BYTES) })],
  phases: [{ name: "large", packages: ["large"], imports: ["large"] }],
};

/** Thresholds that leave a watch time to act. */
const WATCHED: Scene = {
  ...LARGE,
  name: "a large package, watched",
  manifest: { disk: { reserve: "150MB", before: "100MB", critical: "100MB", after_cleanup: "100MB" } },
};

/** Takes space on the engine's disk, and answers how to give it back. */
type Take = (engine: SecondEngine) => Promise<() => Promise<void> | void>;

/** Too little for any download. */
const fill: Take = (engine) => engine.fillDisk(MB);

const shrink: Take = (engine) => shrinkTo(engine, MB);

/** Makes the disk so small that only some bytes are free. */
async function shrinkTo(engine: SecondEngine, freeBytes: number): Promise<() => void> {
  const { total, free } = await engine.disk();
  engine.resize(total - free + freeBytes);
  return () => engine.resize(total);
}

/** When the large file is asked for first, its space is taken, for as long as that try lasts. */
function takenOnce(take: Take): FaultCase["inject"] {
  return ({ index, engine, afterwards }) => {
    index.onDownload(/^large/, async (time) => {
      if (time > 1) return;
      const giveBack = await take(engine);
      const back = phaseContainerGone(engine).then(giveBack);
      afterwards(() => back);
    });
  };
}

/** F15: no space left while a phase is downloaded and unpacked. */
const WHILE_INSTALLING: readonly FaultCase[] = [
  {
    fault: "F15",
    title: "somebody fills the disk during an install and frees it again",
    scene: LARGE,
    inject: takenOnce(fill),
    expected: { outcome: "recovered", classes: ["D1"], extraAttempts: 1 },
    judge: triedAgain,
  },
  {
    fault: "F15",
    title: "the disk shrinks during an install and grows again",
    scene: LARGE,
    inject: takenOnce(shrink),
    expected: { outcome: "recovered", classes: ["D1"], extraAttempts: 1 },
    judge: triedAgain,
  },
  {
    fault: "F15",
    title: "somebody fills the disk during an install for good",
    scene: LARGE,
    inject: ({ index, engine, afterwards }) => {
      index.onDownload(/^large/, async (time) => {
        if (time === 1) afterwards(await fill(engine));
      });
    },
    expected: { outcome: "failed", classes: ["D1"], exitCode: 3, extraAttempts: 1 },
  },
];

/** F16: no space left while a layer is committed, which pauses its container. */
const WHILE_COMMITTING: readonly FaultCase[] = [
  {
    fault: "F16",
    title: "the disk shrinks during a commit and grows again",
    scene: LARGE,
    inject: (injection) => {
      onPause(injection, async () => {
        // The commit goes on meanwhile: what it writes until then must still fit.
        const giveBack = await shrinkTo(injection.engine, LARGE_BYTES / 2);
        const back = phaseContainerGone(injection.engine).then(giveBack);
        injection.afterwards(() => back);
      });
    },
    expected: { outcome: "recovered", classes: ["D2"], extraAttempts: 1 },
    judge: triedAgain,
  },
];

/** F17: another process fills the disk while a download goes on, which the watch sees before the disk is full. */
const WATCHING: readonly FaultCase[] = [
  watched("another process fills the disk at once", async ({ engine, afterwards }) => {
    await sleep(2000);
    afterwards(await engine.fillDisk(50 * MB));
  }),
  watched("another process fills the disk slowly", async ({ engine, afterwards }) => {
    for (let left = 160; left >= 40; left -= 10) {
      await sleep(300);
      const { free } = await engine.disk();
      if (free > left * MB) afterwards(await engine.fillDisk(left * MB));
    }
  }),
];

function watched(title: string, take: (injection: Injection) => Promise<void>): FaultCase {
  return {
    ...{ fault: "F17", title, scene: WATCHED },
    inject: (injection) => {
      const { index, afterwards } = injection;
      const slow = { kind: "slow", bytesPerSecond: SLOW_BYTES_PER_SECOND } as const;
      index.inject({ subject: "file", name: /^large/, fault: slow, when: "always" });
      index.onDownload(/^large/, (time) => {
        if (time > 1) return;
        const taking = take(injection);
        afterwards(() => taking);
      });
    },
    expected: { outcome: "failed", classes: [], exitCode: 3, extraAttempts: 1 },
    judge: (run) => [...told(run, /MB are (left|free)/), ...neverFull(run)],
  };
}

/** F18: a source distribution whose build writes far more than its size lets expect. */
const WRONG_PREDICTION: FaultCase = {
  fault: "F18",
  title: "a package takes many times the space that was predicted",
  scene: {
    name: "a liar",
    files: async () => [await sourceDistribution("liar", builtWheel("liar", { first: writes(300) }))],
    phases: [{ name: "liar", packages: ["liar"], imports: ["liar"] }],
    broken: true,
  },
  inject: () => {},
  expected: { outcome: "failed", classes: [], exitCode: 3, extraAttempts: 0 },
  judge: (run) => [...told(run, /MB[^\n]*predicted/), ...neverFull(run)],
};

/** Writes so many megabytes beside the wheel, 40 a second. */
function writes(megabytes: number): readonly string[] {
  return [
    "import os, time",
    'with open(wheel_directory + "/scratch", "wb", buffering=0) as file:',
    `    for _ in range(${megabytes}):`,
    "        file.write(os.urandom(1_000_000))",
    "        time.sleep(0.025)",
  ];
}

export const DISK: readonly FaultCase[] = [
  ...WHILE_INSTALLING,
  ...WHILE_COMMITTING,
  ...WATCHING,
  WRONG_PREDICTION,
];

/** Resolves when the containers that now install phases have gone: the next try has one of its own. */
async function phaseContainerGone({ docker }: SecondEngine): Promise<void> {
  const containers = () => docker.listContainers({ all: true, filters: { name: ["-phase-"] } });
  const now = (await containers()).map((one) => one.Id);
  while ((await containers()).some((one) => now.includes(one.Id))) await sleep(100);
}

/** Does something the first time that a container is paused. */
function onPause({ engine, afterwards }: Injection, action: () => Promise<void>): void {
  let done: Promise<void> | undefined;
  const events = engine.docker.getEvents({ filters: { event: ["pause"] } });
  const listening = events.then((stream) =>
    stream.on("data", () => {
      done ??= action();
    }),
  );
  afterwards(async () => {
    ((await listening) as NodeJS.ReadableStream & { destroy(): void }).destroy();
    await done;
  });
}

function triedAgain({ report }: FaultRun): readonly string[] {
  return report?.journal.attempts.length === 1 ? [] : ["nothing failed, so nothing is proved"];
}

function told({ stderr }: FaultRun, pattern: RegExp): readonly string[] {
  return pattern.test(stderr) ? [] : [`says nothing of ${pattern}: ${stderr.slice(-600)}`];
}

function neverFull({ stderr }: FaultRun): readonly string[] {
  return /no space left/i.test(stderr) ? ["let the disk run full"] : [];
}
