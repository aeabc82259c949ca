import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import { FULL, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { packing } from "../support/packing-backend.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
let digest: string;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    wheel({
      ...{ name: "first", requires: ["shared"] },
      files: { "first/__init__.py": "", "tests/a.py": "of = 'first'\n" },
    }),
    wheel({ name: "shared", version: "1.0" }),
    wheel({
      ...{ name: "shared", version: "2.0" },
      files: { "shared/__init__.py": "", "tests/a.py": "of = 'shared'\n" },
    }),
    wheel({ name: "alone", requires: ["shared<2"] }),
    wheel({ name: "evil" }),
    await sourceDistribution("built", packing("built"), { files: { "built/__init__.py": "" } }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
  const phases = [
    { name: "first", packages: ["first", "built"], imports: ["first"], run: [["touch", "/ours"]] },
    { name: "alone", packages: ["alone"], imports: ["alone"], environment: "isolated" },
  ];
  await place.write("install.yml", { version: 1, name: "edited", base: { image: place.base }, phases });
  const planned = await run(["plan", "-o", "plan.json"], "planner");
  expect(planned.exitCode, planned.stderr).toBe(0);
  digest = /sha256:[0-9a-f]{64}$/m.exec(planned.stdout)?.[0] ?? "";
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

/** As a user with a cache key of their own, which is what a job on a fresh runner is. */
async function run(args: readonly string[], user: string) {
  const env = { PIP_INDEX_URL: index.url, XDG_STATE_HOME: place.path(user) };
  return place.run(args, { env });
}

// biome-ignore lint/suspicious/noExplicitAny: an attacker writes any JSON.
type Edited = any;

const EDITS: readonly (readonly [string, string, (plan: Edited) => void])[] = [
  ["a command", "phase.first.run.steps", (plan) => phase(plan, "first").run.steps.push(["touch", "/evil"])],
  ["an import", "phase.alone.imports", (plan) => (phase(plan, "alone").imports = [])],
  ["a package", "evil", (plan) => addEvil(phase(plan, "first"))],
  ["a version", "shared", (plan) => (only(phase(plan, "first"), "shared").version = "1.0")],
  ["a hash", "first.sha256", (plan) => (only(phase(plan, "first"), "first").file.sha256 = "6".repeat(64))],
  ["a winner", "clash.first and shared of first.winner", (plan) => swapWinner(plan.clashes[0])],
  ["a clash", "clash.first and shared of first", (plan) => (plan.clashes = [])],
  ["a size", "installedBytes", (plan) => (only(phase(plan, "alone"), "alone").installedBytes = 1)],
];

const phase = (plan: Edited, name: string) => plan.phases.find((one: Edited) => one.name === name);
const only = (of: Edited, name: string) => of.distributions.find((one: Edited) => one.name === name);

function swapWinner(clash: Edited): void {
  [clash.winner, clash.loser] = [clash.loser, clash.winner];
}

function addEvil(of: Edited): void {
  const url = `http://${index.address}/files/evil-1.0-py3-none-any.whl`;
  of.distributions.push({ ...only(of, "first"), name: "evil", file: { ...only(of, "first").file, url } });
  of.layers[0].push("evil");
}

describe("a plan that another job made", () => {
  test.each(FULL ? EDITS : EDITS.slice(0, 1))(
    "is refused where somebody edited %s, and nothing is built",
    async (what, named, edit) => {
      const plan = JSON.parse(await place.read("plan.json")) as Plan;
      edit(plan);
      await place.write(`${what}.json`, plan);

      const { exitCode, stderr } = await run(["build", "--plan", `${what}.json`], "builder");

      expect(exitCode, stderr).toBe(4);
      expect(stderr).toContain("isn't what its manifest, lock and base give");
      expect(stderr).toContain(named);
      expect(stderr).not.toContain("commit");
    },
  );

  variation("is refused with another digest", async () => {
    const { exitCode, stderr } = await run(
      ["build", "--plan", "plan.json", "--plan-digest", `sha256:${"6".repeat(64)}`],
      "builder",
    );

    expect(exitCode).toBe(4);
    expect(stderr).toContain(digest);
  });

  variation("is built as it is where nobody did", async () => {
    const { exitCode, stderr } = await run(["build", "--plan", "plan.json"], "builder");

    expect(exitCode, stderr).toBe(0);
    const { plan } = await place.report();
    expect(plan?.phases).toEqual((JSON.parse(await place.read("plan.json")) as Plan).phases);
  });

  test("is built with its digest, and the index isn't asked for versions", async () => {
    const before = index.requests.length;
    const { exitCode, stderr } = await run(
      ["build", "--plan", "plan.json", "--plan-digest", digest],
      "another",
    );

    expect(exitCode, stderr).toBe(0);
    const pages = index.requests.slice(before).filter((one) => /\/simple\/[^/]+\/$/.test(one.url));
    expect(pages).toEqual([]);
  });
});
