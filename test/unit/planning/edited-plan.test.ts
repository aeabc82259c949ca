import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommandOptions, runCommand } from "../../../src/app/commands.ts";
import { ConflictError, UsageError } from "../../../src/text/errors.ts";
import { buildScene } from "../../support/build-scene.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { testPorts } from "../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };

const MANIFEST = `version: 1
name: demo
base: { image: base.example/python:1 }
phases:
  - { name: one, packages: [alpha], imports: [alpha] }
  - { name: two, packages: [beta], imports: [beta], optional: true, run: [[python, -c, "pass"]] }
`;

// biome-ignore lint/suspicious/noExplicitAny: an attacker writes any JSON.
type Edited = any;

/** A plan that one job wrote, and another job that builds it: the scene's engine, and a cache of its own. */
async function planned() {
  const scene = await buildScene();
  await writeFile(join(scene.folder, "install.yml"), MANIFEST);
  const planFile = join(scene.folder, "wanted.json");
  const report = await runCommand(
    RUN,
    scene.options({ command: "plan", planFile, allowPrivateIndex: true }),
    testPorts({ engine: scene.engine }),
    "0.0.0",
  );
  const edit = async (change: (plan: Edited) => void) => {
    const plan = JSON.parse(await readFile(planFile, "utf8"));
    change(plan);
    await writeFile(planFile, JSON.stringify(plan, null, 2));
  };
  const build = (changes: Partial<CommandOptions> = {}) => {
    const ports = { ...testPorts({ engine: scene.engine }), cache: new MemoryCache() };
    const options = scene.options({ fromPlan: planFile, allowPrivateIndex: true, ...changes });
    return runCommand(RUN, options, ports, "0.0.0");
  };
  return { scene, planFile, digest: report.planDigest ?? "", edit, build };
}

const EDITS: readonly (readonly [string, string, (plan: Edited) => void])[] = [
  ["a run step", "phase.two.run.steps", (plan) => plan.phases[1].run.steps.push(["sh", "-c", "evil"])],
  ["a run step's words", "phase.two.run.steps.0.2", (plan) => (plan.phases[1].run.steps[0][2] = "evil")],
  ["the commands left out", "phase.two.run", (plan) => (plan.phases[1].run = null)],
  ["a run step's environment", "phase.two.run.env", (plan) => (plan.phases[1].run.env.LD_PRELOAD = "/e.so")],
  ["the interpreter", "base.interpreter", (plan) => (plan.base.interpreter = "/tmp/python3")],
  ["the base's site-packages", "base.purelib", (plan) => (plan.base.purelib = "/tmp")],
  ["what is imported", "phase.one.imports", (plan) => (plan.phases[0].imports = [])],
  ["what is asked for", "phase.one.packages.0", (plan) => (plan.phases[0].packages = ["evil"])],
  ["what is kept", "kept", (plan) => plan.kept.push("torch==0")],
  ["a required phase left out", "phase.one.leftOut", (plan) => leaveOut(plan.phases[0])],
  ["a required phase made optional", "phase.one.optional", (plan) => (plan.phases[0].optional = true)],
  ["a phase taken away", "phase.two", (plan) => plan.phases.splice(1)],
  ["a phase twice", "order", (plan) => plan.phases.push(plan.phases[0])],
  ["an environment", "phase.one.environment", (plan) => (plan.phases[0].environment = ENVIRONMENT)],
  ["a system package", "phase.one.system", (plan) => plan.phases[0].system.packages.push(NETCAT)],
  ["a lock's hash", "distribution.alpha.sha256", (plan) => (file(plan).sha256 = "6".repeat(64))],
  ["a lock's address", "distribution.alpha.url", (plan) => (file(plan).url = "https://evil.example/a.whl")],
  ["a lock's host, before a query", "distribution.alpha.url", (plan) => hide(plan, "?@")],
  ["a lock's host, before a fragment", "distribution.alpha.url", (plan) => hide(plan, "#@")],
  ["a lock's host, before a backslash", "distribution.alpha.url", (plan) => hide(plan, "\\@")],
  ["a lock's version", "distribution.alpha.version", (plan) => (first(plan).version = "6.6")],
  ["a lock's kind", "distribution.alpha.kind", (plan) => (first(plan).kind = "sdist")],
  ["a package more", "phase.one.", (plan) => addPackage(plan)],
  ["a size", "distribution.alpha.installedBytes", (plan) => (first(plan).installedBytes = 1)],
  ["a size's source", "distribution.alpha", (plan) => Object.assign(first(plan), LEARNED)],
  ["learned bytecode", "alpha.bytecodeBytes", (plan) => Object.assign(first(plan), COMPILED)],
  ["a learned margin", "alpha.marginBytes", (plan) => Object.assign(first(plan), MARGIN)],
  ["a phase's layers on the disk", "phase.one.disk", (plan) => (plan.phases[0].disk = [])],
  ["a layer's blocks", "phase.one.disk.0.blocks", (plan) => (plan.phases[0].disk[0].blocks = 0)],
  ["a phase's peak", "phase.one.sizes.peak", (plan) => (plan.phases[0].sizes.peak = 0)],
  ["the totals", "totals.peak", (plan) => (plan.totals.peak = 0)],
  ["what is needed", "verdict.neededBytes", (plan) => (plan.verdict.neededBytes = 1)],
  ["what stays free", "verdict.reserveBytes", (plan) => (plan.verdict.reserveBytes = 0)],
  ["the verdict", "verdict.fits", (plan) => Object.assign(plan.verdict, { freeBytes: 1, fits: true })],
  ["the strategy", "verdict.strategy", (plan) => (plan.verdict.strategy = "refused")],
  ["bytecode", "bytecode", (plan) => (plan.bytecode = "none")],
];

const ENVIRONMENT = {
  path: "/e",
  interpreter: "/e/python",
  purelib: "/e/lib",
  variable: "LD_PRELOAD",
  bytes: 1,
};
const NETCAT = {
  ...{ name: "netcat", version: "1", architecture: "amd64", bytes: 1, sha256: null },
  ...{ installedBytes: 1, replaces: null },
};
const LEARNED = { sizeSource: "learned", installedBytes: 90_000_000 };
const COMPILED = { bytecodeSource: "learned", bytecodeBytes: 1e15 };
const MARGIN = { sizeSource: "learned", marginBytes: 1e15 };
const first = (plan: Edited) => plan.phases[0].distributions.find((one: Edited) => one.name === "alpha");
const file = (plan: Edited) => first(plan).file;

/** Text that some readers of an address take for a user name, and others for the end of the host. */
function hide(plan: Edited, end: string): void {
  file(plan).url = file(plan).url.replace("://", `://evil.example${end}`);
}

function leaveOut(phase: Edited): void {
  Object.assign(phase, { leftOut: true, layers: [], distributions: [], disk: [] });
}

function addPackage(plan: Edited): void {
  plan.phases[0].distributions.push({ ...first(plan), name: "evil" });
  plan.phases[0].layers[0].push("evil");
}

describe("a plan that somebody edited on its way to another job", () => {
  test.each(EDITS)("is refused for %s", async (_, path, change) => {
    const { scene, edit, build } = await planned();
    await using _scene = scene;
    await edit(change);
    scene.base.commands.length = 0;

    const failed = build();

    await expect(failed).rejects.toMatchObject({ cause: expect.any(ConflictError) });
    await expect(failed).rejects.toThrow("isn't what its manifest, lock and base give");
    const { cause } = (await failed.catch((error: unknown) => error)) as { cause: ConflictError };
    expect(`${cause.message}\n${cause.evidence}`).toContain(path);
    expect(scene.base.commands).not.toContain("uv pip install");
  });

  test.each([
    ["negative", -5, "below 0"],
    ["beyond any disk", 1e300, "no disk holds"],
    ["infinite", "1e999", "is no number of bytes"],
    ["not a number", "null", "is no number of bytes"],
  ])("is refused in plain words for a size that is %s", async (_, bytes, words) => {
    const { scene, planFile, edit, build } = await planned();
    await using _scene = scene;
    await edit((plan) => (plan.phases[0].disk[0].blocks = "HERE"));
    await writeFile(planFile, (await readFile(planFile, "utf8")).replace('"HERE"', String(bytes)));

    const failed = build();

    await expect(failed).rejects.toMatchObject({ cause: expect.any(UsageError) });
    const { cause } = (await failed.catch((error: unknown) => error)) as { cause: UsageError };
    expect(cause.evidence).toContain(words);
    expect(cause.evidence).toContain("phases[0].disk[0].blocks");
  });
});

describe("a plan of another job", () => {
  test("that nobody edited is built, by its versions alone", async () => {
    const { scene, build } = await planned();
    await using _ = scene;

    expect((await build()).outcome).toBe("succeeded");
  });

  test("may be written in other words: another order of keys, other explanations", async () => {
    const { scene, planFile, edit, build } = await planned();
    await using _ = scene;
    await edit((plan) => {
      plan.phases[0].reason = "because";
      plan.warnings.push("Look out.");
      plan.createdAt = "2026-01-01T00:00:00.000Z";
    });
    const plan = JSON.parse(await readFile(planFile, "utf8"));
    await writeFile(planFile, JSON.stringify(Object.fromEntries(Object.entries(plan).toReversed())));

    expect((await build()).outcome).toBe("succeeded");
  });

  test("is built as it is with its digest, and asks no resolver", async () => {
    const { scene, planFile, digest, build } = await planned();
    await using _ = scene;
    const bytes = await readFile(planFile);
    expect(digest).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    scene.base.commands.length = 0;

    expect((await build({ planDigest: digest })).outcome).toBe("succeeded");
    expect(scene.base.commands).not.toContain("uv pip compile");
  });

  test("with another digest is refused, whatever it holds", async () => {
    const { scene, digest, edit, build } = await planned();
    await using _ = scene;
    await edit((plan) => plan.warnings.push("x"));

    const failed = build({ planDigest: digest });

    await expect(failed).rejects.toMatchObject({ cause: expect.any(ConflictError) });
    await expect(failed).rejects.toThrow("isn't the one whose digest was given");
  });

  test.each([
    [{ planDigest: "sha256:1234" }, /`sha256:1234` is no digest/],
    [{ planDigest: `sha256:${"a".repeat(64)}`, fromPlan: undefined }, /and no plan/],
  ])("is asked for by a digest as it is printed, and by its file", async (changes, says) => {
    const { scene, build } = await planned();
    await using _ = scene;
    const wrong = Promise.resolve().then(() => build(changes));

    await expect(wrong).rejects.toThrow(UsageError);
    await expect(wrong).rejects.toThrow(says);
  });
});

test("`plan` prints the digest of the file that it wrote", async () => {
  const scene = await buildScene();
  await using _ = scene;
  const ports = testPorts({ engine: scene.engine });
  const planFile = join(scene.folder, "wanted.json");

  const { planDigest } = await runCommand(RUN, scene.options({ command: "plan", planFile }), ports, "0.0.0");

  expect(ports.shown.join("\n")).toContain(`Digest of ${planFile}: ${planDigest}`);
});
