import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { prepareBase } from "../support/prepared-base.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    wheel({ name: "app", requires: ["part>=1"] }),
    wheel({ name: "part" }),
    wheel({ name: "torn" }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

const app = { name: "one", packages: ["app"], imports: ["app"] };

interface Given {
  readonly provides: object;
  readonly phases?: readonly object[];
}

async function write(name: string, { provides, phases = [app] }: Given): Promise<void> {
  await place.write(`${name}/install.yml`, { version: 1, name, base: { image: image(), provides }, phases });
}

async function run(name: string, args: readonly string[]) {
  return await place.run(args, { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
}

function image(): string {
  return `surelayer-test-declared:${place.id}`;
}

describe("a base that comes later", () => {
  const provides = { python: "3.11", packages: { part: "1.0" } };
  const torn = { name: "torn", files: { "torn/__init__.py": "from torn import lost_half\n" } };

  test("a plan made without it is built on it as it is, and one whose facts are wrong is refused", async () => {
    await write("right", { provides });
    await write("wrong", {
      provides: { python: "3.12", cuda: "12.8", packages: { part: "1.5", absent: "1" } },
    });
    const wrongImport = { name: "two", packages: ["torn"], imports: ["torn"] };
    const holdsTorn = { python: "3.11", packages: { torn: "1.0" } };
    await write("torn", { provides: holdsTorn, phases: [wrongImport] });
    for (const name of ["right", "wrong", "torn"]) {
      const planned = await run(name, ["plan", "-o", "plan.json"]);
      expect([name, planned.exitCode, planned.stderr]).toEqual([
        name,
        0,
        expect.not.stringContaining("error"),
      ]);
    }
    await prepareBase(place, image(), [{ name: "part" }, torn]);

    const right = await run("right", ["build", "--plan", "plan.json"]);
    const wrong = await run("wrong", ["build", "--plan", "plan.json"]);
    const broken = await run("torn", ["build", "--plan", "plan.json"]);

    expect(right.stderr).not.toContain("error");
    expect(right.exitCode).toBe(0);
    expect(right.stderr).not.toContain("resolve all phases");
    const { plan, built } = await place.report("right");
    expect(plan?.base).toMatchObject({ facts: "probed", python: "3.11.2", interpreter: expect.any(String) });
    expect(plan?.phases[0]).toMatchObject({ shared: ["part"], distributions: [{ name: "app" }] });
    expect(built?.phases).toMatchObject([{ name: "one", status: "installed" }]);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toMatch(
      /install\.yml:\d+:\d+: error: Python 3\.12 is declared, but \S+ has 3\.11\.2; write `python: "3\.11"`/,
    );
    expect(wrong.stderr).toContain("`part` 1.5 is declared");
    expect(wrong.stderr).toContain("doesn't hold it");
    expect(wrong.stderr).toContain("CUDA 12.8 is declared");
    expect(broken.exitCode).toBe(1);
    expect(broken.stderr).toMatch(/torn can't be imported[\s\S]*lost_half/);
    for (const { pid } of [right, wrong, broken]) expect(await place.leftBy(pid)).toEqual([]);
  });

  variation("once it is in the engine, a plan probes it instead of believing", async () => {
    await prepareBase(place, image(), [{ name: "part" }]);
    await write("here", { provides });
    await write("here-wrong", { provides: { python: "3.10" } });

    const here = await run("here", ["plan"]);
    const wrong = await run("here-wrong", ["plan"]);

    expect(here.exitCode).toBe(0);
    expect((await place.report("here")).plan?.base).toMatchObject({ facts: "probed", python: "3.11.2" });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain("Python 3.10 is declared");
  });
});
