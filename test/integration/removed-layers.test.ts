import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { ignoreAbsent, Workplace } from "../support/workplace.ts";

const PHASES = ["one", "two", "three"];
/** Each build has packages of its own, so that it finds no layer of another one. */
const SETS = ["between", "commit", "all", "last", "tries"];

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = SETS.flatMap((set) => PHASES.map((phase) => wheel({ name: `${set}-${phase}` })));
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

interface Cleaner {
  /** What makes it remove images: an event of the engine, by its type, action and a part of its name. */
  readonly at: (event: { Type: string; Action: string; name: string }) => boolean;
  /** Layers of these phases are removed then, the uppermost first. Once only. */
  readonly phases: readonly string[];
}

/** Somebody's cleanup job: `docker rmi --force` of finished layers while a build goes on. */
async function cleaning({ at, phases }: Cleaner) {
  // Whatever is built on this place's base has its label.
  const filters = { label: [`dev.surelayer.test=${place.id}`] };
  const stream = (await place.docker.getEvents({ filters })) as NodeJS.ReadableStream & { destroy(): void };
  const removed: string[] = [];
  const earlier = new Set((await place.images()).map((one) => one.Id));
  let done: Promise<void> | undefined;
  createInterface({ input: stream }).on("line", (line) => {
    const { Type, Action, Actor } = JSON.parse(line);
    const { name = "" } = Actor.Attributes;
    if (at({ Type, Action, name })) done ??= removeLayers(phases, earlier, removed);
  });
  const stop = async () => {
    stream.destroy();
    await done;
  };
  return { removed, stop };
}

async function removeLayers(
  phases: readonly string[],
  earlier: ReadonlySet<string>,
  removed: string[],
): Promise<void> {
  for (const phase of phases) {
    const found = (await place.images()).filter((one) => one.Labels["dev.surelayer.phase"] === phase);
    for (const { Id } of found.filter((one) => !earlier.has(one.Id))) {
      await place.docker.getImage(Id).remove({ force: true }).catch(ignoreAbsent);
      removed.push(phase);
    }
  }
}

async function build(name: string, cleaner: Cleaner) {
  const phases = PHASES.map((phase) => ({
    name: phase,
    packages: [`${name}-${phase}`],
    imports: [`${name}_${phase}`],
  }));
  const install = { first_delay: "1s" };
  await place.write(`${name}/install.yml`, {
    version: 1,
    name,
    base: { image: place.base },
    phases,
    install,
  });
  const job = await cleaning(cleaner);
  const run = await place.run(["build"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  await job.stop();
  return { ...run, removed: job.removed, report: await place.report(name) };
}

/** Versions of the packages that the finished image can import. */
async function imported(set: string, image: string): Promise<string> {
  const modules = PHASES.map((phase) => `${set}_${phase}`);
  const versions = modules.map((one) => `${one}.version`);
  const command = ["python3", "-c", `import ${modules.join()}; print(${versions.join()})`];
  const container = await place.docker.createContainer({ Image: image, Cmd: command });
  await container.start();
  await container.wait();
  const said = (await container.logs({ stdout: true, stderr: true })).toString();
  await container.remove();
  return said;
}

const destroyed =
  (container: string): Cleaner["at"] =>
  ({ Type, Action, name }) =>
    Type === "container" && Action === "destroy" && name.endsWith(container);
/** A layer gets its name as soon as it is committed. */
const named: Cleaner["at"] = ({ Type, Action, name }) =>
  Type === "image" && Action === "tag" && name.startsWith("surelayer-layer:");

interface Loss extends Cleaner {
  readonly set: string;
  /** The lowest phase that has to be made again. */
  readonly lost: string;
}

const BETWEEN: Loss = { set: "between", at: destroyed("-phase-one"), phases: ["one"], lost: "one" };
const OTHERS: readonly (readonly [string, Loss])[] = [
  ["right after its commit", { set: "commit", at: named, phases: ["one"], lost: "one" }],
  ["with the one below", { set: "all", at: destroyed("-phase-two"), phases: ["two", "one"], lost: "one" }],
  [
    "before the image is finished",
    { set: "last", at: destroyed("-phase-three"), phases: ["three"], lost: "three" },
  ],
];

test("a finished layer that is removed between two phases is made again", () => expectRemade(BETWEEN));

variation.each(OTHERS)("a finished layer that is removed %s is made again", (_, loss) => expectRemade(loss));

async function expectRemade({ set, lost, ...cleaner }: Loss): Promise<void> {
  const { exitCode, stderr, stdout, removed, report } = await build(set, cleaner);

  expect(removed).toEqual(cleaner.phases);
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  expect(`${stdout}${stderr}`).toContain("making removed layers again");
  expect(report.journal.attempts).toMatchObject([
    { phase: lost, class: { id: "X5" }, recovery: "remake-layer" },
  ]);
  expect(report.built?.phases.map((one) => [one.name, one.status])).toEqual([
    ["one", "installed"],
    ["two", "installed"],
    ["three", "installed"],
  ]);
  expect(await imported(set, report.built?.imageId ?? "")).toContain("1.0 1.0 1.0");
}

variation("a finished layer that is removed between two tries of the next phase is made again", async () => {
  index.fail("tries_two-1.0-py3-none-any.whl", 503, 4);
  const at = destroyed("-phase-two");

  const { exitCode, stderr, removed, report } = await build("tries", { at, phases: ["one"] });

  expect(removed).toEqual(["one"]);
  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  // The try that failed is also told as the removal where the layer went before the failure was looked at.
  const attempts = report.journal.attempts.map((one) => `${one.phase} ${one.class.id}`);
  expect(["two N6,one X5", "one X5"]).toContain(attempts.join());
  expect(await imported("tries", report.built?.imageId ?? "")).toContain("1.0 1.0 1.0");
});
