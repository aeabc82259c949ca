import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { expectRefusal } from "../support/refusal.ts";
import { Workplace } from "../support/workplace.ts";

/** As flash-attention names its files: the version of the metadata has nothing of what stands behind the `+`. */
const kernelsName = (version: string) =>
  `demo_kernels-${version}+cu12torch2.8cxx11abiTRUE-cp311-cp311-linux_x86_64.whl`;

function kernels(version: string, core = "kernels-core") {
  return wheel({
    name: "demo-kernels",
    version,
    fileName: kernelsName(version),
    requires: [core, "torch"],
    files: { "demo_kernels.py": "import kernels_core, torch\n" },
  });
}

let place: Workplace;
let index: PackageIndex;
let host: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const address = await place.gateway();
  const files = [
    wheel({ name: "torch", version: "2.8.0+cu128" }),
    wheel({ name: "core" }),
    wheel({ name: "kernels-core" }),
    await sourceDistribution("from-source", "raise RuntimeError('nobody builds this')", {
      files: { "csrc/fast.c": "int fast(void) { return 1; }\n" },
    }),
  ];
  index = new PackageIndex({ host: address, files });
  host = new PackageIndex({
    host: address,
    files: [kernels("2.8.2"), kernels("2.8.3"), kernels("3.0.0", "kernels-core>=2")],
  });
  await Promise.all([index.start(), host.start()]);
});
afterAll(async () => {
  await index?.stop();
  await host?.stop();
  await place?.close();
});

const TORCH = { name: "torch", packages: ["torch==2.8.0"] };
const CORE = { name: "core", packages: ["core"], imports: ["core"] };

function attention(version: string, more: object = {}) {
  return {
    name: "attention",
    packages: [`demo-kernels==${version}`],
    imports: ["demo_kernels"],
    binary_for: ["torch"],
    wheels: `http://${host.address}/files/demo_kernels-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl`,
    ...more,
  };
}

async function run(
  name: string,
  phases: readonly object[],
  command = "build",
  { flags = ["--allow-private-index"], keys = {} }: { flags?: readonly string[]; keys?: object } = {},
) {
  // Sizes are exact without bytecode, whose size is a model's before the first build.
  const more = { verify: { on_no_gpu: "skip" }, image: { bytecode: "none" }, ...keys };
  await place.write(`${name}/install.yml`, {
    version: 1,
    name,
    base: { image: place.base },
    ...more,
    phases,
  });
  return place.run([command, ...flags], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
}

describe("a phase that names its wheels", () => {
  test("is installed from the one for the planned torch, with what that requires", async () => {
    const built = await run("found", [attention("2.8.3"), TORCH]);

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    const { plan, built: image } = await place.report("found");
    const [torch, phase] = plan?.phases ?? [];
    expect(torch?.name).toBe("torch");
    const url = `http://${host.address}/files/${kernelsName("2.8.3").replace("+", "%2B")}`;
    expect(phase?.wheel).toEqual({
      distribution: "demo-kernels",
      url,
      chosenBy: "torch 2.8, CUDA 12.8, the new C++ ABI, cp311",
    });
    expect(phase?.distributions.map((one) => [one.name, one.sizeSource])).toEqual([
      ["demo-kernels", "central-directory"],
      ["kernels-core", "central-directory"],
    ]);
    expect(phase?.distributions[0]?.file.sha256).toBe(kernels("2.8.3").sha256);
    expect(image?.phases.map((one) => [one.status, one.predictedBytes === one.actualBytes])).toEqual([
      ["installed", true],
      ["installed", true],
    ]);
    expect(built.stdout).toContain(`attention takes demo-kernels for torch 2.8, CUDA 12.8`);
    // The hash is worked out by reading the file once; a second plan has it, and the lock.
    const asked = host.requests.length;
    expect((await run("found", [attention("2.8.3"), TORCH], "plan")).exitCode).toBe(0);
    expect(host.requests.length).toBe(asked + 1);
  });

  variation("is locked with that wheel, which is then installed without looking for one", async () => {
    const flags = ["--allow-private-index", "--write-lock", "pylock.toml"];
    const phases = [attention("2.8.3"), TORCH];
    const planned = await run("locked", phases, "plan", { flags });
    expect(planned.stderr).not.toContain("error:");
    index.requests.length = 0;

    const built = await run("locked", phases, "build", { keys: { lock: "pylock.toml" } });

    expect(built.stderr).not.toContain("error:");
    expect(built.exitCode).toBe(0);
    const { plan } = await place.report("locked");
    const [, phase] = plan?.phases ?? [];
    expect(phase?.distributions.map((one) => one.name)).toEqual(["demo-kernels", "kernels-core"]);
    expect(phase?.distributions[0]?.file.sha256).toBe(kernels("2.8.3").sha256);
    expect(index.requests.filter((one) => one.url.includes("/simple/"))).toEqual([]);
  });

  variation("is left out where it is optional and the wheel is missing, with those that exist", async () => {
    const built = await run("missing", [CORE, TORCH, attention("2.8.1", { optional: true })]);

    expect(built.exitCode).toBe(0);
    const { outcome, plan, built: image } = await place.report("missing");
    expect(outcome).toBe("degraded");
    expect(plan?.phases.map((one) => [one.name, one.leftOut])).toEqual([
      ["core", false],
      ["torch", false],
      ["attention", true],
    ]);
    expect(image?.phases[2]?.failure).toMatch(/answered 404.*There is a wheel for version 2\.8\.2: pin one/s);
    expect(built.stdout).toContain("attention is left out: Phase attention has no wheel for torch 2.8");
    const summary = await place.read("missing/.surelayer/summary.md");
    expect(summary).toContain("Phase attention has no wheel for torch 2.8");
  });

  variation("is refused where it is required and the wheel is missing", async () => {
    const refused = await run("required", [TORCH, attention("2.8.1")], "plan");

    await expectRefusal(
      place,
      refused,
      4,
      /error: Phase attention has no wheel for torch 2\.8, CUDA 12\.8, the new C\+\+ ABI, cp311\.\n/,
      /missing: demo_kernels-2\.8\.1\+cu12torch2\.8cxx11abiTRUE-cp311-cp311-linux_x86_64\.whl/,
      /→ There is a wheel for version 2\.8\.2: pin one of these\./,
    );
  });

  variation(
    "is a conflict where its wheel can't live with the rest, and named with what it requires",
    async () => {
      const pinned = { name: "core", packages: ["kernels-core==1.0"] };
      const refused = await run("conflict", [pinned, TORCH, attention("3.0.0")], "plan");

      await expectRefusal(
        place,
        refused,
        4,
        /error: .*kernels-core/,
        /demo-kernels.*3\.0\.0.*kernels-core>=2/s,
        /→ /,
      );
    },
  );

  test("may not name this network's machines unless that is allowed", async () => {
    const refused = await run("private", [TORCH, attention("2.8.3")], "plan", { flags: [] });

    await expectRefusal(place, refused, 2, /phases\[1\]\.wheels.* leads to .*--allow-private-index/);
  });
});

describe("a package that exists only as source", () => {
  const phase = { name: "compiled", packages: ["from-source"] };

  test("is refused before anything is built where the phase forbids it", async () => {
    const refused = await run("never", [CORE, { ...phase, source_build: "never" }]);

    await expectRefusal(
      place,
      refused,
      4,
      /error: In phase compiled, from-source 1\.0 would be built from source, and `source_build: never`/,
      /→ Pin versions that have wheels/,
    );
    expect((await place.report("never")).built).toBeNull();
  });

  test("has its jobs, memory and hours predicted where it is allowed", async () => {
    const planned = await run("allowed", [CORE, { ...phase, source_build: "allowed" }], "plan");

    expect(planned.exitCode).toBe(0);
    const { plan } = await place.report("allowed");
    const { NCPU, MemTotal } = await place.docker.info();
    const predicted = plan?.phases[1]?.sourceBuild;
    expect(predicted?.distributions).toEqual(["from-source 1.0"]);
    expect((predicted?.jobs ?? 0) * (predicted?.nvccThreads ?? 0)).toBeGreaterThanOrEqual(1);
    expect((predicted?.jobs ?? 0) * (predicted?.nvccThreads ?? 0)).toBeLessThanOrEqual(NCPU);
    if (predicted?.fits) expect(predicted.memoryBytes).toBeLessThanOrEqual(MemTotal);
    expect(planned.stdout).toContain("warning: Phase compiled builds from-source 1.0 from source");
  });
});

test("what the target can't run is left out, and goes last where it stays", async () => {
  const needy = { packages: ["core"], optional: true };
  const planned = await run(
    "requires",
    [
      { ...needy, name: "old-python", requires: { python: "<3.8" } },
      { name: "any-gpu", packages: ["kernels-core"], requires: { cuda: true } },
      TORCH,
    ],
    "plan",
  );

  expect(planned.exitCode).toBe(0);
  const { plan } = await place.report("requires");
  expect(plan?.phases.map((one) => one.name)).toEqual(["torch", "old-python", "any-gpu"]);
  expect(plan?.phases[2]?.reason).toContain("complex");
  expect(planned.stdout).toContain("old-python is left out: it needs Python <3.8; the base has 3.11");
  expect(planned.stdout).toContain(
    "Phase any-gpu is kept, though it isn't known whether there is a CUDA GPU",
  );
});
