import { beforeEach, describe, expect, test } from "vitest";
import { EngineError } from "../../../../src/text/errors.ts";
import { isOver } from "../../../../src/toolbox/leftovers/found-runs.ts";
import { withLease } from "../../../../src/toolbox/leftovers/lease.ts";
import { sweepDeadRuns, sweepRun } from "../../../../src/toolbox/leftovers/sweep.ts";
import { OWNER_LABEL, RUN_LABEL, runLabels } from "../../../../src/toolbox/run.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { testPorts } from "../../../support/test-ports.ts";

const MINUTE = 60_000;
const IN_USE = new EngineError("The engine could not remove the volume.", { evidence: "volume is in use" });

let engine: MemoryEngine;
let image: string;
beforeEach(() => {
  engine = new MemoryEngine();
  image = engine.addImage("base:1").id;
});

/** The owner's name is what became of it. */
const scene = () =>
  testPorts({
    engine,
    judgeOwner: (owner) => (owner === "alive" || owner === "dead" ? owner : "unknown"),
  });

const names = () => [...engine.containers.values(), ...engine.volumes.values()].map((one) => one.name);

async function makeContainer(name: string, labels: Record<string, string>, volumes: readonly string[] = []) {
  const mounts = volumes.map((volume) => ({ volume, target: "/scratch", readOnly: false }));
  return await engine.createContainer({ name, image, command: ["x"], labels, mounts });
}

async function makeRun(id: string, owner: string) {
  const labels = runLabels({ id, owner });
  await engine.createVolume(`${id}-volume`, labels);
  await makeContainer(id, labels, [`${id}-volume`]);
}

describe("a sweep", () => {
  test("takes the containers and then the volumes of dead runs, and counts them", async () => {
    for (const owner of ["dead", "alive", "unknown"]) await makeRun(`of-${owner}`, owner);
    await makeContainer("users", {});

    expect(await sweepDeadRuns(scene())).toEqual({ containers: 1, volumes: 1 });
    expect(names()).toEqual(["of-alive", "of-unknown", "users", "of-alive-volume", "of-unknown-volume"]);
  });

  test("of one run takes that one, even while it lives", async () => {
    for (const id of ["r1", "r2"]) await makeRun(id, "alive");

    expect(await sweepRun("r1", scene())).toEqual({ containers: 1, volumes: 1 });
    expect(names()).toEqual(["r2", "r2-volume"]);
  });

  test("never touches what a user started from an image of ours", async () => {
    image = engine.addImage("ours:1", { labels: { [RUN_LABEL]: "", [OWNER_LABEL]: "" } }).id;
    await makeContainer("users", {});

    await sweepDeadRuns(scene());

    expect(names()).toEqual(["users"]);
  });

  test("never takes a living run for dead because something else carries its id", async () => {
    await makeContainer("forged", runLabels({ id: "r1", owner: "dead" }));
    await makeRun("r1", "alive");

    await sweepDeadRuns(scene());

    expect(names()).toEqual(["r1", "r1-volume"]);
  });

  test("waits until another sweep, which removes the same, is done", async () => {
    await makeRun("r1", "dead");
    engine.failNext("removeContainer", new EngineError("device or resource busy"));
    for (let tries = 0; tries < 3; tries++) engine.failNext("removeVolume", IN_USE);
    const ports = scene();

    expect(await sweepDeadRuns(ports)).toEqual({ containers: 1, volumes: 1 });
    expect(names()).toEqual([]);
    expect(ports.log.lines.filter((one) => one.level === "warn")).toEqual([]);
  });

  test("leaves a volume that a stranger's container uses, waits for nothing, and warns once", async () => {
    for (const id of ["r1", "r2"]) await makeRun(id, "dead");
    await makeContainer("strangers", {}, ["r1-volume", "r2-volume"]);
    const ports = scene();
    let waits = 0;
    const sleep = async () => void waits++;

    const swept = await sweepDeadRuns({ ...ports, clock: { ...ports.clock, sleep } });

    expect(swept).toEqual({ containers: 2, volumes: 0 });
    expect(waits).toBe(0);
    const uses = (volume: string) => `the volume ${volume}, which the container strangers uses`;
    expect(ports.log.lines.filter((one) => one.level === "warn").map((one) => one.message)).toEqual([
      `Left on the engine, because it can't be removed: ${uses("r1-volume")}; ${uses("r2-volume")}. The next run tries again.`,
    ]);
  });

  test("gives up after ten seconds, and takes the rest", async () => {
    for (const id of ["r1", "r2"]) await makeRun(id, "dead");
    const { removeContainer } = engine;
    engine.removeContainer = async (id) => {
      if ([...engine.containers.values()][0]?.id === id) throw new EngineError("can't", { evidence: "busy" });
      await removeContainer.call(engine, id);
    };
    const ports = scene();

    expect(await sweepDeadRuns(ports)).toEqual({ containers: 1, volumes: 1 });
    expect(ports.log.lines.map((one) => one.message)).toEqual([
      expect.stringMatching(/the container r1 \(busy\); the volume r1-volume \(.+in use.+\)/),
    ]);
  });

  test("ends with an interruption while it waits", async () => {
    await makeRun("r1", "dead");
    engine.failNext("removeVolume", IN_USE);
    const signal = AbortSignal.abort(new Error("Interrupted."));
    const ports = testPorts({ engine, judgeOwner: () => "dead", signal });
    const sleep = async (_: number, aborted?: AbortSignal) => aborted?.throwIfAborted();

    await expect(sweepDeadRuns({ ...ports, clock: { ...ports.clock, sleep } })).rejects.toThrow(
      "Interrupted.",
    );
  });
});

describe("a run is over", () => {
  const RUN = { leaseSeconds: 900, lastSign: 0, verdict: "unknown", now: 9e9 } as const;
  test.each([
    ["once its process has ended, where that can be seen", { verdict: "dead", now: 0 }, true],
    ["not while its process lives, even if it makes nothing for hours", { verdict: "alive" }, false],
    ["not while its lease lasts", { now: 900_000 }, false],
    ["once its lease has run out", { now: 900_001 }, true],
    ["not without a lease", { leaseSeconds: Number.NaN }, false],
    ["not on an engine that tells no time", { now: Number.NaN }, false],
    ["not on an engine that doesn't tell its age", { lastSign: Number.NaN }, false],
  ] as const)("%s", (_, change, over) => {
    const { verdict, now, ...run } = { ...RUN, ...change };
    expect(isOver(run, verdict, now)).toBe(over);
  });
});

describe("a run whose process nobody here can see", () => {
  test("is swept once it makes nothing new, and not a minute earlier", async () => {
    await makeRun("r1", "elsewhere");
    engine.now += 15 * MINUTE;
    await sweepDeadRuns(scene());
    expect(names()).toEqual(["r1", "r1-volume"]);

    engine.now += 1;
    await sweepDeadRuns(scene());
    expect(names()).toEqual([]);
  });

  test("isn't swept in the words of an earlier version, which renews nothing", async () => {
    await engine.createVolume("old", { [RUN_LABEL]: "r0", [OWNER_LABEL]: "host/4711" });
    engine.now += 1000 * MINUTE;
    await sweepDeadRuns(scene());
    expect(names()).toEqual(["old"]);
  });

  test("lives as long as it renews its lease, whatever the engine answers now and then", async () => {
    const run = { id: "r1", owner: "elsewhere" };
    await makeRun(run.id, run.owner);
    const ports = scene();
    const seen: string[][] = [];
    let minutes = 0;
    let done = () => {};
    const hour = new Promise<void>((resolve) => {
      done = resolve;
    });
    const sleep = async (milliseconds: number) => {
      engine.now += milliseconds;
      minutes += 1;
      await sweepDeadRuns(scene());
      seen.push(names().filter((one) => one.includes("lease")));
      if (minutes % 10 === 5) engine.failNext("createVolume", new EngineError("busy"));
      if (minutes % 10 === 8) engine.failNext("removeVolume", new EngineError("busy"));
      if (minutes === 60) done();
    };

    await withLease(run, { ...ports, clock: { ...ports.clock, sleep } }, () => hour);

    expect(names()).toContain("r1");
    expect(Math.max(...seen.map((one) => one.length))).toBeLessThan(10);
    await sweepRun("r1", ports);
    expect(names()).toEqual([]);
  });
});
