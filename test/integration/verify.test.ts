import { cp, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { variation, variations } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

const IMAGES = fileURLToPath(new URL("../../images", import.meta.url));
const SAMPLE = { audio: "sample.wav", text: "sample.txt" };

let place: Workplace;
let foreigners: Foreigners;
let text: string;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  for (const name of ["sample.wav", "sample.txt"]) {
    await cp(`${IMAGES}/quickstart/test/${name}`, place.path(name));
  }
  await cp(`${IMAGES}/runtime`, place.path("runtime"), { recursive: true });
  text = await readFile(place.path("sample.txt"), "utf8");
});
afterAll(async () => {
  await foreigners?.close();
  await place?.close();
});

describe("an image with the runtime and an engine that needs neither network nor GPU", () => {
  beforeAll(async () => {
    await place.write("install.yml", {
      version: 1,
      name: "listening",
      base: { image: place.base },
      phases: [
        {
          name: "word-timings",
          packages: ["pocketsphinx>=5.0.3", "espeakng-loader>=0.2.4"],
          imports: ["pocketsphinx"],
        },
      ],
      files: [{ from: "runtime", to: "/app" }],
      workdir: "/app",
      verify: { timings: { ...SAMPLE, coverage: 0.9 } },
    });
  });

  test("is verified by real words of real speech", async () => {
    const run = await place.run(["build"]);
    expect(run.stderr).not.toContain("error");
    expect(run.exitCode).toBe(0);
    const { verification } = await place.report();
    expect(verification?.passed).toBe(true);
    expect(verification?.checks.map((one) => [one.id, one.status])).toContainEqual(["smoke", "passed"]);
    const { engine, words, duration_s } = verification?.timings ?? { words: [], duration_s: 0 };
    expect(engine).toBe("pocketsphinx");
    const spoken = text.match(/[\p{L}\p{N}']+/gu) ?? [];
    expect(words.length).toBe(spoken.length);
    const starts = words.map((one) => one.start);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(words.at(-1)?.end).toBeLessThanOrEqual(duration_s);
    expect(run.stdout).toMatch(/Words by pocketsphinx, \d+\.\d\d s of audio/);
    expect(await place.leftBy(run.pid)).toEqual([]);
  });

  test("passes the runtime's own tests", async () => {
    const command = ["python3", "-B", "-m", "unittest", "discover", "-t", ".", "-s", "tests"];
    const output = await foreigners.runOnce("surelayer/listening:built", command);
    expect(output).toMatch(/\nRan \d+ tests in .*\n\nOK/);
  });
});

variation("an engine in an environment of its own times the words, too", async () => {
  const packages = ["pocketsphinx>=5.0.3", "espeakng-loader>=0.2.4"];
  await place.write("apart.yml", {
    version: 1,
    name: "listening-apart",
    base: { image: place.base },
    phases: [{ name: "word-timings", packages, imports: ["pocketsphinx"], environment: "isolated" }],
    files: [{ from: "runtime", to: "/app" }],
    workdir: "/app",
    verify: { timings: { ...SAMPLE, coverage: 0.9 } },
  });

  const run = await place.run(["build", "apart.yml"]);

  expect(run.stderr).not.toContain("error");
  expect(run.exitCode).toBe(0);
  const { verification } = await place.report();
  expect(verification?.timings).toMatchObject({ engine: "pocketsphinx" });
  expect(verification?.checks.map((one) => [one.id, one.status])).toContainEqual(["smoke", "passed"]);
  const command = ["python3", "-c", "import importlib.util as u; print(u.find_spec('pocketsphinx'))"];
  expect(await foreigners.runOnce("surelayer/listening-apart:built", command)).toBe("None\n");
});

/** A chain that answers as told: `python -m surelayer_runtime`. */
const chain = (main: string) => ({
  "surelayer_runtime/__init__.py": "",
  "surelayer_runtime/__main__.py": main,
});

const answer = (words: readonly object[], engine: string | null = "tested") =>
  `print(${JSON.stringify(JSON.stringify({ schema: 1, engine, duration_s: 2.0, words, pronunciations: [], tries: [{ engine: "tested", status: engine ? "answered" : "failed", reason: engine ? null : "heard nothing", seconds: 0.1 }] }))})`;

const word = (said: string, start: number, end: number) => ({ word: said, start, end, confidence: null });

const failing: readonly { readonly what: string; readonly files: object; readonly says: RegExp }[] = [
  { what: "no runtime", files: { "main.py": "" }, says: /no surelayer_runtime in its working directory/ },
  {
    what: "a chain that dies with a traceback",
    files: chain("raise RuntimeError('no model')"),
    says: /exit code 1 and no result: RuntimeError: no model/,
  },
  {
    what: "a chain that aborts",
    files: chain("import os\nos.abort()"),
    says: /exit code 134/,
  },
  {
    what: "a chain of which no engine answered",
    files: chain(answer([], null)),
    says: /no engine answered words \(tested failed: heard nothing\)/,
  },
  {
    what: "too few words",
    files: chain(answer([word("Surelayer", 0.1, 0.5), word("builds", 0.5, 0.9)])),
    says: /the words cover \d+ % of the text, 90 % are required/,
  },
];

variations("an image that doesn't do what it is for fails its verification", () => {
  let index: PackageIndex;
  beforeAll(async () => {
    index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "anything" })] });
    await index.start();
  });
  afterAll(async () => {
    await index?.stop();
  });

  test.each(failing)("$what", async ({ what, files, says }) => {
    const folder = what.replaceAll(" ", "-");
    for (const [name, content] of Object.entries(files)) await place.write(`${folder}/app/${name}`, content);
    for (const name of Object.values(SAMPLE)) await cp(place.path(name), place.path(folder, name));
    await place.write(`${folder}/install.yml`, {
      version: 1,
      name: folder,
      base: { image: place.base },
      phases: [{ name: "anything", packages: ["anything"] }],
      files: [{ from: "app", to: "/app" }],
      workdir: "/app",
      verify: { timings: { ...SAMPLE, coverage: 0.9 } },
    });
    const run = await place.run(["build"], { cwd: place.path(folder), env: { PIP_INDEX_URL: index.url } });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("error: The image was built, but not verified: word-timing smoke test.");
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    const { verification, outcome } = await place.report(folder);
    expect(outcome).toBe("failed");
    expect(verification?.checks.find((one) => one.id === "smoke")?.status).toBe("failed");
    expect(await place.leftBy(run.pid)).toEqual([]);
  });
});
