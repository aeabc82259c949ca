import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { type PackageFile, type PackageSpec, sourceDistribution, wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

interface Hopeless {
  readonly spec: Omit<PackageSpec, "name">;
  readonly class: string;
  /** What the plan says of the wheel. */
  readonly says: string;
}

const SCRIPT = "#!/bin/sh\necho replaced\n";

/** By the name of the package; the same files are in the index as a wheel and as a source that is built to it. */
const HOPELESS: Readonly<Record<string, Hopeless>> = {
  "no-record": { spec: { without: ["RECORD"] }, class: "W1", says: "it holds no .dist-info/RECORD" },
  newline: { spec: { files: { "newline/a\nb.py": "" } }, class: "W1", says: "has a control character" },
  link: {
    spec: { files: { "link/__init__.py": "", "link/to": "/etc/passwd" }, links: ["link/to"] },
    class: "W1",
    says: `its "link/to" is a symbolic link`,
  },
  outside: { spec: { files: { "../../../outside": "" } }, class: "W2", says: "would be written outside" },
  absolute: { spec: { files: { "/opt/absolute": "" } }, class: "W2", says: "would be written outside" },
  "python-script": {
    spec: { files: { "python_script-1.0.data/scripts/python3": SCRIPT } },
    class: "W3",
    says: `its script "python3" would replace the interpreter`,
  },
  "python-entry": {
    spec: { entryPoints: "[console_scripts]\npython = python_entry:run\n" },
    class: "W3",
    says: `its script "python" would replace the interpreter`,
  },
};
const NAMES = Object.keys(HOPELESS);

/** A source whose build writes the wheel. @param files C code keeps a plan from building it. */
function builtTo(name: string, { content, name: file }: PackageFile, files = {}): Promise<PackageFile> {
  const build = [
    "import base64, os",
    `with open(os.path.join(wheel_directory, "${file}"), "wb") as wheel:`,
    `    wheel.write(base64.b64decode("${content.toString("base64")}"))`,
    `return "${file}"`,
  ];
  return sourceDistribution(name, build.join("\n"), { files });
}

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = NAMES.map((name) => wheel({ ...HOPELESS[name]?.spec, name }));
  const sources = NAMES.flatMap((name) => {
    const named = (prefix: string) => ({ ...HOPELESS[name]?.spec, name: `${prefix}-${name}` });
    const renamed = (prefix: string) => {
      const spec = named(prefix);
      const data = `${spec.name.replaceAll("-", "_")}-1.0.data/`;
      const own = Object.entries(spec.files ?? {}).map(([path, text]) => [
        path.replace(/^[^/]+\.data\//, data),
        text,
      ]);
      return wheel({ ...spec, ...(spec.files && { files: Object.fromEntries(own) }) });
    };
    return [
      builtTo(`compiled-${name}`, renamed("compiled"), { "csrc/fast.c": "int fast;\n" }),
      builtTo(`built-${name}`, renamed("built")),
    ];
  });
  const twice = wheel({ name: "two-infos", files: { "other-2.0.dist-info/METADATA": "" } });
  index = new PackageIndex({
    host: await place.gateway(),
    files: [...files, ...(await Promise.all(sources)), twice, wheel({ name: "sound" })],
  });
  await index.start();
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function run(verb: string, name: string, more: object = {}, installer = "uv") {
  const folder = `${verb}-${name}-${installer}`;
  const phases = [
    { name: "sound", packages: ["sound"], imports: ["sound"] },
    { name: "odd", packages: [name], ...more },
  ];
  const manifest = { version: 1, name: "odd", base: { image: place.base }, phases, install: { installer } };
  await place.write(`${folder}/install.yml`, manifest);
  const done = await place.run([verb], { cwd: place.path(folder), env: { PIP_INDEX_URL: index.url } });
  return { ...done, report: await place.report(folder) };
}

describe("a wheel that no installer takes, or that none installs as it is meant", () => {
  const refused = async (name: string) => {
    const { exitCode, stderr, report } = await run("plan", name);

    expect(exitCode).toBe(1);
    const file = `${name.replaceAll("-", "_")}-1.0-py3-none-any.whl`;
    expect(stderr).toContain(`error: ${file} can't be installed: `);
    expect(stderr).toContain(HOPELESS[name]?.says);
    expect(stderr).toContain("Ask for another version of the package");
    expect(report.failure?.class?.id).toBe(HOPELESS[name]?.class);
    expect(report.journal.attempts).toEqual([]);
  };

  test.each(NAMES.slice(0, 1))("is refused by the plan: %s", refused);
  variation.each(NAMES.slice(1))("is refused by the plan: %s", refused);

  variation("is left out with the optional phase that needs it", async () => {
    const { exitCode, stderr, report } = await run("build", "newline", { optional: true });

    expect(stderr).not.toContain("error:");
    expect(exitCode).toBe(0);
    expect(report.outcome).toBe("degraded");
    expect(report.built?.phases[1]?.failure).toContain(HOPELESS["newline"]?.says);
    expect(report.journal.attempts).toEqual([]);
  });

  variation("is refused by the plan where the resolver can't read it", async () => {
    const { exitCode, stderr, report } = await run("plan", "two-infos");

    expect(stderr).toContain("The wheel of two-infos==1.0 can't be read");
    expect(exitCode).toBe(1);
    expect(report.failure?.class?.id).toBe("W1");
  });

  variation.each(["no-record", "python-script"])(
    "is refused by the plan that builds it from a source: %s",
    async (name) => {
      const { exitCode, stderr, report } = await run("plan", `built-${name}`);

      const archive = `built_${name.replaceAll("-", "_")}-1.0.tar.gz`;
      expect(stderr).toContain(`error: The wheel that ${archive} is built to can't be installed: `);
      expect(exitCode).toBe(1);
      expect(report.failure?.class?.id).toBe(HOPELESS[name]?.class);
    },
  );
});

describe("a source that is built to such a wheel", () => {
  const tried = async (installer: string, name: string, line: string) => {
    const more = { source_build: "allowed" };
    const { exitCode, stderr, report } = await run("build", `compiled-${name}`, more, installer);

    const id = HOPELESS[name]?.class ?? "";
    expect(report.journal.attempts).toMatchObject([
      { phase: "odd", number: 1, class: { id }, recovery: null, line: expect.stringContaining(line) },
    ]);
    expect(report.failure?.class?.id).toBe(id);
    expect(stderr).toContain("error: Phase odd failed: wheel ");
    expect(exitCode).toBe(1);
  };

  variation.each([
    ["before the base's Python in the path", "python-script", "shared"],
    ["into an environment's own Python's place", "python-entry", "isolated"],
  ])("is not committed where pip puts its script %s: %s", async (_, name, environment) => {
    const more = { source_build: "allowed", environment };
    const { exitCode, stderr, report } = await run("build", `compiled-${name}`, more, "pip");

    expect(stderr).toContain("error: Phase odd brought a script in the place of Python");
    expect(exitCode).toBe(1);
    expect(report.failure?.class?.id).toBe("W3");
    expect(report.journal.attempts).toEqual([]);
  });

  variation.each([["uv", "no-record", "RECORD`: No such file"]])("gets one try with %s: %s", tried);
  variation.each([
    ["uv", "newline", "unacceptable filename"],
    ["uv", "python-script", "reserved name `python3`"],
    ["uv", "python-entry", "reserved name `python`"],
    ["pip", "no-record", "OSError: RECORD"],
    ["pip", "outside", "outside the target directory"],
    ["pip", "absolute", "outside the target directory"],
  ])("gets one try with %s: %s", tried);
});
