import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installers, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [
    wheel({ name: "steady" }),
    wheel({ name: "shaky", requires: ["steady"] }),
    wheel({ name: "torch" }),
    wheel({ name: "first" }),
    wheel({
      name: "large",
      // Its wheel is smaller than what it unpacks to, as with most: else there is no room for it beside its layer.
      files: {
        "large/__init__.py": "",
        "large/noise": randomBytes(6_000_000),
        "large/zeros": Buffer.alloc(2_000_000),
      },
    }),
    await sourceDistribution("needs-torch", `import torch\n${sdistThatBuilds("needs_torch")}`),
  ];
  index = new PackageIndex({ host: await place.gateway(), files });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

function sdistThatBuilds(name: string): string {
  const info = `${name}-1.0.dist-info`;
  return [
    "import zipfile",
    `wheel = zipfile.ZipFile(wheel_directory + "/${name}-1.0-py3-none-any.whl", "w")`,
    `wheel.writestr("${name}.py", "built = True\\n")`,
    `wheel.writestr("${info}/METADATA", "Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0\\n")`,
    `wheel.writestr("${info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")`,
    `wheel.writestr("${info}/RECORD", "${name}.py,,\\n${info}/METADATA,,\\n${info}/WHEEL,,\\n${info}/RECORD,,\\n")`,
    "wheel.close()",
    `return "${name}-1.0-py3-none-any.whl"`,
  ].join("\n");
}

async function build(name: string, phases: readonly object[], install: object) {
  const manifest = { version: 1, name, base: { image: place.base }, phases, install };
  await place.write(`${name}/install.yml`, manifest);
  const before = index.requests.length;
  const run = await place.run(["build"], { cwd: place.path(name), env: { PIP_INDEX_URL: index.url } });
  const downloads = index.requests.slice(before).filter((one) => one.status === 200 || one.status >= 500);
  return { ...run, downloads, report: await place.report(name) };
}

const SHAKY = { name: "shaky", packages: ["shaky"], imports: ["shaky", "steady"] };

// As often as the installer itself asks.
variation.each([
  ["uv", 4],
  ["pip", 6],
] as const)(
  "an outage is bridged with %s, and what was downloaded isn't downloaded again",
  async (installer, times) => {
    index.fail("shaky-1.0-py3-none-any.whl", 503, times);
    const install = { installer, first_delay: "1s" };
    const { exitCode, stderr, report, downloads } = await build(`outage-${installer}`, [SHAKY], install);

    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.journal.attempts).toMatchObject([{ phase: "shaky", recovery: "none" }]);
    expect(report.journal.attempts[0]?.line).toContain("503");
    const steady = downloads.filter((one) => one.url.includes("steady-1.0") && one.method === "GET");
    expect(steady.filter((one) => one.status === 200)).toHaveLength(1);
  },
);

variation.each(installers("pip", "uv"))(
  "with %s, a source that needs torch to build is built against the phase's own torch",
  async (installer) => {
    const phases = [
      { name: "attention", packages: ["torch", "needs-torch"], imports: ["torch", "needs_torch"] },
    ];
    const { exitCode, stderr, report } = await build(`isolation-${installer}`, phases, { installer });

    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.journal.attempts).toMatchObject([
      { class: { id: "B1" }, recovery: "no-build-isolation", waitSeconds: 0 },
    ]);
  },
);

test.each(installers("uv", "pip"))(
  "the next phase is downloaded while one is installed, and is the same for it with %s",
  async (installer) => {
    const phases = [
      { name: "first", packages: ["first"], imports: ["first"] },
      { name: "large", packages: ["large"], imports: ["large"] },
    ];
    const name = `ahead-${installer}`;
    const { exitCode, stderr, report, downloads } = await build(name, phases, { installer });

    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.journal.prefetches).toMatchObject([{ phase: "large", files: 1 }]);
    const gets = downloads.filter(
      (one) => one.method === "GET" && one.url.endsWith("large-1.0-py3-none-any.whl"),
    );
    expect(gets).toHaveLength(1);
    const container = await place.docker.createContainer({
      Image: report.built?.imageId ?? "",
      Cmd: [
        "sh",
        "-c",
        "cat $(find / -path '*large-1.0.dist-info/*' -name RECORD); find / -name uv_cache.json",
      ],
    });
    await container.start();
    await container.wait();
    const said = (await container.logs({ stdout: true, stderr: false })).toString();
    await container.remove();
    expect(said).toContain("large-1.0.dist-info/INSTALLER");
    expect(said).not.toMatch(/uv_cache|direct_url/);
  },
);
