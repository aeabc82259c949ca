import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ActionRunner, type StepOutcome } from "../support/action-runner.ts";
import { PackageIndex } from "../support/package-index.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

/** Everything that this project tells a runner on purpose. */
const OWN_COMMANDS = ["error", "warning", "debug", "group", "endgroup", "add-mask"];
const HOSTILE = [
  'print("::set-output name=digest::evil", flush=True)',
  'print("  ::add-mask::e", flush=True)',
  'print("foo ##[add-mask]bar", flush=True)',
  'print("::stop-commands::forever", flush=True)',
  'raise RuntimeError("no compiler here")',
].join("\n");

let place: Workplace;
let index: PackageIndex;
let env: Record<string, string>;
const gate = { arrived: false };
beforeAll(async () => {
  place = await Workplace.open();
  const hostile = await sourceDistribution("hostile", HOSTILE);
  const onDownload = async (name: string) => {
    if (!name.startsWith("held")) return;
    gate.arrived = true;
    await new Promise(() => undefined);
  };
  const files = [wheel({ name: "shown" }), wheel({ name: "held" }), hostile];
  index = new PackageIndex({ host: await place.gateway(), files, onDownload });
  await index.start();
  env = { PIP_INDEX_URL: `http://user:canary-secret-1@${index.address}/simple/` };
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function repository(name: string, packages: readonly string[]): Promise<ActionRunner> {
  const phases = [{ name: "only", packages, imports: packages }];
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: place.base }, phases });
  return new ActionRunner(place, name);
}

describe("a step that builds and pushes", () => {
  let main: StepOutcome;
  let post: StepOutcome;
  let tags: string[];
  beforeAll(async () => {
    const runner = await repository("shown", ["shown"]);
    tags = [1, 2].map((tag) => `${place.registry()}/test-${place.id}/action:${tag}`);
    main = await runner.run({ push: "true", tags: tags.join("\n") }, env);
    post = await runner.run({}, env, main.state);
  });

  test("ends well and says what it made", async () => {
    expect(main.commands.filter((one) => one.name === "error")).toEqual([]);
    expect(main.exitCode).toBe(0);
    expect(main.outputs).toEqual({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      imageid: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      "report-file": ".surelayer/report.json",
      "plan-file": ".surelayer/plan.json",
      "plan-digest": expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const report = await place.report("shown");
    expect(report.pushed.map((one) => [one.reference, one.digest])).toEqual(
      tags.map((tag) => [tag, main.outputs["digest"]]),
    );
    expect(JSON.parse(await place.read("shown/.surelayer/plan.json"))).toMatchObject({ name: "shown" });
  });

  test("writes a job summary", () => {
    expect(main.summary).toMatch(/^### Surelayer: shown built\n/);
    expect(main.summary).toContain(`${tags[0]}@${main.outputs["digest"]}`);
    expect(main.summary).toMatch(/\| layer \| state \| predicted \| actual \| difference \| time \|/);
    expect(main.summary).toMatch(/\| only \| installed \| .* \| (?:exact|[+-][\d.]+ %) \| /);
  });

  test("tells the runner nothing but its own commands, and hides the index's password", () => {
    const names = new Set(main.commands.map((one) => one.name));
    expect([...names].filter((name) => !OWN_COMMANDS.includes(name))).toEqual([]);
    const masks = main.commands.filter((one) => one.name === "add-mask").map((one) => one.message);
    expect(masks).toContain("canary-secret-1");
    const shown = main.stdout.replaceAll(/^::add-mask::.*$/gm, "");
    expect(shown + main.stderr + main.summary).not.toContain("canary-secret-1");
  });

  test("its post step finds nothing to do and doesn't fail", async () => {
    expect(main.state).toMatchObject({ isPost: "true" });
    expect(post.exitCode).toBe(0);
    expect(post.commands.filter((one) => ["error", "warning"].includes(one.name))).toEqual([]);
    expect(await place.leftBy(main.pid)).toEqual([]);
  });
});

const BAD = "version: 1\nname: bad\nbase: { image: x }\nphase: []\ndisk: { reserve: 1 kilo }\n";

test("a bad manifest is annotated at its lines", async () => {
  await place.write("bad/install.yml", BAD);
  const main = await new ActionRunner(place, "bad").run({}, env);
  expect(main.exitCode).toBe(2);
  const errors = main.commands.filter((one) => one.name === "error");
  expect(errors.map(({ properties, message }) => [properties["file"], properties["line"], message])).toEqual(
    expect.arrayContaining([
      ["install.yml", "4", expect.stringContaining("did you mean `phases`?")],
      ["install.yml", "5", expect.stringContaining("isn't a unit of size")],
    ]),
  );
  expect(main.summary).toContain("failed");
  expect(main.outputs["report-file"]).toBe(".surelayer/report.json");
});

test("wrong inputs are all named at once", async () => {
  await place.write("bad/install.yml", BAD);
  const inputs = { command: "bild", push: "yes", tags: "not a tag" };
  const main = await new ActionRunner(place, "bad").run(inputs, env);
  expect(main.exitCode).toBe(2);
  const text = main.commands.map((one) => one.message).join("\n");
  for (const part of ["bild", "must be one of", '"yes"', "not a tag"]) expect(text).toContain(part);
});

test("a package can't give the runner commands", async () => {
  const main = await (await repository("hostile", ["hostile"])).run({}, env);
  expect(main.exitCode).toBe(1);
  expect(main.stdout).toContain("no compiler here");
  const names = new Set(main.commands.map((one) => one.name));
  expect([...names].filter((name) => !OWN_COMMANDS.includes(name))).toEqual([]);
  expect(main.commands.filter((one) => one.name === "add-mask" && one.message === "e")).toEqual([]);
  expect(main.outputs["digest"]).toBeUndefined();
  expect(main.summary).toContain("no compiler here");
});

test("the post step sweeps what a killed step left, and doesn't fail without an engine", async () => {
  const runner = await repository("killed", ["held"]);
  const { step, outcome } = await runner.start({}, env);
  let ended = false;
  outcome.then(
    () => {
      ended = true;
    },
    () => undefined,
  );
  while (!gate.arrived && !ended) await sleep(20);
  step.kill("SIGKILL");
  const main = await outcome;
  expect(main.signal).toBe("SIGKILL");
  expect(main.state["runId"]).toMatch(/^[0-9a-z]+$/);
  expect(await place.leftBy(main.pid)).not.toEqual([]);

  const nowhere = { ...env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
  const unreachable = await runner.run({}, nowhere, main.state);
  expect(unreachable.exitCode).toBe(0);
  expect(unreachable.commands.map((one) => one.name)).toContain("warning");

  const post = await runner.run({}, env, main.state);
  expect(post.exitCode).toBe(0);
  expect(post.stdout).toMatch(/Removed \d+ containers? and \d+ volumes?/);
  expect(await place.leftBy(main.pid)).toEqual([]);
});
