import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StripRow } from "../../src/image/build-journal.ts";
import { type StripRequest, stripPhase } from "../../src/image/cleanup/strip-phase.ts";
import type { Container } from "../../src/ports/engine.ts";
import { archiveOf } from "../../src/toolbox/archive.ts";
import { TOOLS } from "../../src/toolbox/container-paths.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { type PlantedFile, plant, standing } from "../support/planted-files.ts";
import { openRealEngine } from "../support/real-engine.ts";

const PYTHON = "/usr/bin/python3";
const NAME = `surelayer-test-strip-${randomBytes(4).toString("hex")}`;
const SITE = "/usr/local/lib/python3.11/dist-packages";

/** An installed distribution, as an installer leaves it: its files, and a RECORD that lists them. */
function distribution(
  name: string,
  files: Readonly<Record<string, PlantedFile["fate"]>>,
  texts = {},
): PlantedFile[] {
  const info = `${name}-1.0.dist-info`;
  const own = Object.entries(files).map(([path, fate]) => ({
    path: path.startsWith("/") ? path : `${SITE}/${path}`,
    text: (texts as Record<string, string>)[path] ?? "",
    ...(path.endsWith(".py") ? {} : { kilobytes: 10 }),
    fate,
  }));
  const rows = [...Object.keys(files), `${info}/METADATA`, `${info}/RECORD`].map((path) =>
    path.startsWith("/usr/local/") ? `../../../${path.slice("/usr/local/".length)},,` : `${path},,`,
  );
  return [
    ...own,
    {
      path: `${SITE}/${info}/METADATA`,
      text: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
      fate: "stays",
    },
    { path: `${SITE}/${info}/RECORD`, text: `${rows.join("\r\n")}\r\n`, fate: "stays" },
  ];
}

const ALPHA = distribution("alpha", {
  "alpha/__init__.py": "stays",
  "alpha/testing.py": "stays",
  "alpha/tests/__init__.py": "goes",
  "alpha/tests/data/large.bin": "goes",
  "alpha/tests/LICENSE.txt": "stays",
  "alpha/core/test/deep/x.py": "goes",
  "alpha/docs/guide.md": "goes",
  "alpha/lib/libalpha.a": "goes",
  "alpha/lib/libalpha.so": "stays",
  "tests/__init__.py": "stays",
  "/usr/local/share/man/man1/alpha.1": "goes",
});
const BETA = distribution(
  "beta",
  {
    "beta/__init__.py": "stays",
    "beta/tests/helper.py": "stays",
    "beta/docs/shown.py": "stays",
    "beta/docs/a.md": "stays",
  },
  { "beta/__init__.py": "import beta.tests.helper\n" },
);
const GAMMA = distribution("gamma", {
  "gamma/__init__.py": "stays",
  "gamma/tests/__init__.py": "stays",
  "gamma/libgamma.a": "stays",
  "tests/__init__.py": "stays",
});
const ALL = [...ALPHA, ...BETA, ...GAMMA];

let container: Container;
let rows: readonly StripRow[];
let before: Readonly<Record<string, string>>;
let after: Readonly<Record<string, string>>;
beforeAll(async () => {
  const { engine, image } = await openRealEngine();
  await engine.createVolume(NAME, {});
  const mounts = [{ volume: NAME, target: TOOLS, readOnly: false }];
  container = await engine.createContainer({
    name: NAME,
    image,
    command: ["sleep", "infinity"],
    labels: {},
    mounts,
  });
  await container.start();
  const content = await readFile(new URL("../../images/probes/strip.py", import.meta.url));
  await container.putArchive(TOOLS, archiveOf([{ name: "strip.py", content }]));
  await plant(container, PYTHON, ALL);
  await container.exec({ command: [PYTHON, "-m", "compileall", "-q", SITE] });
  before = await standing(container, PYTHON, ALL);
  rows = await strip({ names: ["Alpha", "beta"] });
  after = await standing(container, PYTHON, ALL);
});
afterAll(async () => {
  await container?.remove();
  await (await openRealEngine()).engine.removeVolume(NAME).catch(() => undefined);
});

function strip(asked: Partial<StripRequest>): Promise<readonly StripRow[]> {
  const kinds = ["tests", "docs", "static-libraries"] as const;
  const request = { interpreter: PYTHON, kinds, names: [], imports: ["alpha", "beta"], ...asked };
  return stripPhase(container, request, new AbortController().signal);
}

test("takes tests, docs and static libraries of this phase's distributions, and nothing else", () => {
  const isRecord = (path: string) => path.endsWith("RECORD");
  const gone = ALL.filter((one) => after[one.path] === undefined).map((one) => one.path);
  expect(gone).toEqual(ALL.filter((one) => one.fate === "goes").map((one) => one.path));
  for (const { path } of ALL.filter((one) => one.fate === "stays" && !isRecord(one.path))) {
    expect([path, after[path]]).toEqual([path, before[path]]);
  }
  expect(rows).toEqual([
    { kind: "tests", files: 3, bytes: expect.any(Number), kept: [`${SITE}/beta/tests`] },
    { kind: "docs", files: 2, bytes: 20_000, kept: [`${SITE}/beta/docs`] },
    { kind: "static-libraries", files: 1, bytes: 10_000, kept: [] },
  ]);
  // Of the three, two have bytecode.
  expect(rows[0]?.bytes).toBeGreaterThan(10_000);
});

test("leaves no bytecode and no empty folder of what it took", async () => {
  for (const path of ["alpha/core", "alpha/docs", "alpha/tests/data", "alpha/tests/__pycache__"]) {
    const exitCode = await container.exec({ command: ["test", "-e", `${SITE}/${path}`] });
    expect([path, exitCode]).toEqual([path, 1]);
  }
});

test("leaves RECORDs that list exactly what is there", async () => {
  for (const name of ["alpha", "beta", "gamma"]) {
    const path = `${SITE}/${name}-1.0.dist-info/RECORD`;
    const { stdout } = await execText(container, { command: ["cat", path] });
    expect(stdout).toMatch(/^([^\r\n]+,,\r\n)+$/);
    const listed = stdout
      .trim()
      .split("\r\n")
      .map((line) => line.slice(0, -2));
    for (const one of listed) {
      expect([one, await container.exec({ command: ["test", "-f", `${SITE}/${one}`] })]).toEqual([one, 0]);
    }
    const wanted = ALL.filter((one) => one.path.includes(`/${name}`) && after[one.path] !== undefined);
    expect(listed).toHaveLength(wanted.length + (name === "beta" ? 0 : 1));
  }
});

test("takes no tests where an import can't say what it needs", async () => {
  const again = await strip({ names: ["gamma"], kinds: ["tests"], imports: ["gamma", "no_such_module"] });
  expect(again).toEqual([{ kind: "tests", files: 0, bytes: 0, kept: [`${SITE}/gamma/tests`] }]);
  expect(await strip({ kinds: [] })).toEqual([]);
});

test("leaves what an uninstall still understands", async () => {
  const uninstalled = await container.exec({
    command: [PYTHON, "-m", "pip", "uninstall", "--break-system-packages", "-y", "alpha"],
  });
  expect(uninstalled).toBe(0);
});
