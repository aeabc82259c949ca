import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { legacySource, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const STATED = (name: string) => ({ "PKG-INFO": `Metadata-Version: 2.2\nName: ${name}\nVersion: 1.0\n` });

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    wheel({ name: "core" }),
    await legacySource(
      "kernel",
      "",
      { ...STATED("kernel"), "csrc/kernel.cu": "__global__ void one() {}\n" },
      [
        "from torch.utils.cpp_extension import CUDAExtension",
        'modules = [CUDAExtension(name="kernel", sources=["csrc/kernel.cu"])]',
      ],
    ),
    await legacySource("plain", 'py_modules=["plain"]', { ...STATED("plain"), "plain.py": "words = 1\n" }),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function plan(name: string, base: object, phases: readonly object[]) {
  await place.write(`${name}/install.yml`, { version: 1, name, base, phases });
  const outcome = await place.run(["plan"], {
    cwd: place.path(name),
    env: { PIP_EXTRA_INDEX_URL: index.url },
  });
  return { ...outcome, report: await place.report(name) };
}

const core = { name: "core", packages: ["core"] };
const kernels = { name: "kernels", packages: ["kernel"], binary_for: ["torch"] };

describe("a source that only CUDA's compiler builds", () => {
  test("is refused on a base without nvcc", async () => {
    const { exitCode, stderr } = await plan("refused", { image: place.base }, [core, kernels]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      "kernel 1.0 is built from source with CUDA's compiler (nvcc), and the base has none.",
    );
    expect(stderr).toMatch(/devel image/);
  });

  test("is left out with its optional phase", async () => {
    const { exitCode, report } = await plan("optional", { image: place.base }, [
      core,
      { ...kernels, optional: true },
    ]);
    expect(exitCode).toBe(0);
    expect(report.plan?.phases).toMatchObject([{ leftOut: false }, { leftOut: true }]);
  });

  variation(
    "is predicted for a declared base as for a probed one, and its compiler isn't known",
    async () => {
      const provides = { python: "3.11", cuda: "12.8", packages: { torch: "2.8.0+cu128" } };
      const plainToo = { name: "plain", packages: ["plain"], binary_for: ["torch"] };
      const declared = { image: "nowhere.example/team/base:1", provides };
      const { exitCode, report } = await plan("declared", declared, [core, kernels, plainToo]);
      expect(exitCode).toBe(0);
      const built = report.plan?.phases.filter((one) => one.sourceBuild !== null);
      expect(built?.map((one) => one.sourceBuild?.distributions)).toEqual([["kernel 1.0"]]);
      expect(report.plan?.findings.map((one) => one.id).sort()).toEqual([
        "cuda-compiler-unknown",
        "source-build",
      ]);
    },
  );
});
