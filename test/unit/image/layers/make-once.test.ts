import { setTimeout as turn } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { layerLabels, layerReference, rememberLayer } from "../../../../src/image/layers/layer-cache.ts";
import { makeOnce } from "../../../../src/image/layers/make-once.ts";
import { NameTakenError } from "../../../../src/ports/engine.ts";
import type { Ports } from "../../../../src/ports/ports.ts";
import { EngineError } from "../../../../src/text/errors.ts";
import { runLabels } from "../../../../src/toolbox/run.ts";
import { cacheOf } from "../../../support/memory-cache.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import { testPorts } from "../../../support/test-ports.ts";

const KEY = "a".repeat(64);
const NAME = `surelayer-making-${"a".repeat(40)}`;
const PARENT = "base.example/python:1";

let engine: MemoryEngine;
beforeEach(() => {
  engine = new MemoryEngine();
  engine.addImage(PARENT, { bytes: 100 });
});

function portsFor(changes: Partial<Ports> = {}): Ports {
  const ports = testPorts({ engine, ...changes });
  // Who waits must let the other one work.
  const sleep = (_: number, signal?: AbortSignal) => turn(1, undefined, { signal });
  const monotonic = () => performance.now();
  return { ...ports, clock: { ...ports.clock, sleep, monotonic } };
}

const runOf = (id: string) => ({ id, owner: `host/${id}` });

/** Makes the layer as a build does, and counts. */
function maker(log: string[], id: string) {
  return async () => {
    log.push(id);
    await turn(5);
    const image = engine.addImage(layerReference(KEY), { bytes: 200, labels: layerLabels(KEY, "one", 7) });
    await rememberLayer(cacheOf(engine), KEY, image);
    return id;
  };
}

const make = (log: string[], id: string, ports = portsFor()) =>
  makeOnce({ run: runOf(id), key: KEY, parent: PARENT, phase: "one" }, ports, maker(log, id));

test("of two runs that need a layer at once, one makes it and the other takes it", async () => {
  const log: string[] = [];
  const results = await Promise.all([make(log, "first"), make(log, "second")]);

  expect(log).toHaveLength(1);
  expect(results.filter((one) => "made" in one)).toHaveLength(1);
  expect(results.filter((one) => "found" in one)).toHaveLength(1);
  expect(engine.containers.size).toBe(0);
});

test("what the other run couldn't make, this one tries", async () => {
  const log: string[] = [];
  const failing = makeOnce({ run: runOf("first"), key: KEY, parent: PARENT, phase: "one" }, portsFor(), () =>
    Promise.reject(new Error("broken wheel")),
  );
  const [first, second] = await Promise.allSettled([failing, make(log, "second")]);

  expect(first).toMatchObject({ status: "rejected", reason: new Error("broken wheel") });
  expect(second).toMatchObject({ status: "fulfilled", value: { made: "second" } });
});

test("a dead run's claim counts for nothing, and neither does one whose answer was lost", async () => {
  const claim = { name: NAME, image: PARENT, command: ["true"] };
  await engine.createContainer({ ...claim, labels: runLabels(runOf("dead")) });
  const ports = portsFor({ judgeOwner: (owner) => (owner === "host/dead" ? "dead" : "alive") });
  expect(await make([], "living", ports)).toEqual({ made: "living" });

  await engine.removeImage(layerReference(KEY));
  await engine.createContainer({ ...claim, labels: runLabels(runOf("mine")) });
  expect(await make([], "mine")).toEqual({ made: "mine" });
  expect(engine.containers.size).toBe(0);
});

test("a name that is neither free nor listed belongs to a claim that is being removed: it is asked for again", async () => {
  for (let tries = 1; tries < 10; tries++) engine.failNext("createContainer", new NameTakenError("taken"));
  expect(await make([], "first")).toEqual({ made: "first" });

  await engine.removeImage(layerReference(KEY));
  for (let tries = 1; tries <= 10; tries++) engine.failNext("createContainer", new NameTakenError("taken"));
  await expect(make([], "first")).rejects.toThrow("taken");
});

test("a claim whose run can't be seen counts for nothing once its lease has run out", async () => {
  const claim = { name: NAME, image: PARENT, command: ["true"] };
  await engine.createContainer({ ...claim, labels: runLabels(runOf("unseen")) });
  engine.now += 15 * 60_000 + 1;
  expect(await make([], "living", portsFor({ judgeOwner: () => "unknown" }))).toEqual({ made: "living" });
});

test("a dead run's claim that can't be removed yet is waited for", async () => {
  const labels = runLabels(runOf("dead"));
  await engine.createContainer({ name: NAME, image: PARENT, command: ["true"], labels });
  engine.failNext("removeContainer", new EngineError("busy"));
  expect(await make([], "living", portsFor({ judgeOwner: () => "dead" }))).toEqual({ made: "living" });
});

test("a run of another machine that may be dead is waited for half an hour", async () => {
  await engine.createContainer({
    ...{ name: NAME, image: PARENT, command: ["true"], labels: runLabels(runOf("other")) },
  });
  let minutes = 0;
  const ports = portsFor();
  const monotonic = () => {
    minutes += 10;
    return minutes * 60_000;
  };
  const log: string[] = [];

  expect(await make(log, "first", { ...ports, clock: { ...ports.clock, monotonic } })).toEqual({
    made: "first",
  });
  expect([...engine.containers.values()].map((one) => one.name)).toEqual([NAME]);
});

test("any other refusal of the engine is the build's own failure", async () => {
  engine.createContainer = () => Promise.reject(new Error("no space left on device"));
  await expect(make([], "first")).rejects.toThrow("no space left on device");
});

test("whoever waits can be interrupted", async () => {
  const controller = new AbortController();
  await engine.createContainer({
    ...{ name: NAME, image: PARENT, command: ["true"], labels: runLabels(runOf("other")) },
  });
  const ports = portsFor({ signal: controller.signal });
  const sleep: Ports["clock"]["sleep"] = async (_, signal) => {
    controller.abort(new Error("Interrupted."));
    signal?.throwIfAborted();
  };
  const waiting = make([], "first", { ...ports, clock: { ...ports.clock, sleep } });
  await expect(waiting).rejects.toThrow("Interrupted.");
  expect([...engine.containers.values()].map((one) => one.name)).toEqual([NAME]);
});
