import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sourceDistribution, wheel } from "../../support/python-packages.ts";
import type { FaultCase, FaultRun, Scene } from "../fault-case.ts";

export interface Built {
  readonly requires?: readonly string[];
  /** Python that runs before the wheel is written, line by line. */
  readonly first?: readonly string[];
  /** Python expression of the module's text. */
  readonly module?: string;
}

/** Body of a backend's `build_wheel` that makes a pure wheel. */
export function builtWheel(
  name: string,
  { requires = [], first = [], module = '"built = True\\n"' }: Built = {},
) {
  const info = `${name}-1.0.dist-info`;
  const metadata = ["Metadata-Version: 2.2", `Name: ${name}`, "Version: 1.0"];
  const text = [...metadata, ...requires.map((one) => `Requires-Dist: ${one}`), ""].join("\\n");
  return [
    ...first,
    "import zipfile",
    `archive = zipfile.ZipFile(wheel_directory + "/${name}-1.0-py3-none-any.whl", "w")`,
    "def add(path, text):",
    // A fixed time, so that two builds give the same file.
    "    archive.writestr(zipfile.ZipInfo(path), text)",
    `add("${name}.py", ${module})`,
    `add("${info}/METADATA", "${text}")`,
    `add("${info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")`,
    `add("${info}/RECORD", "${name}.py,,\\n${info}/METADATA,,\\n${info}/WHEEL,,\\n${info}/RECORD,,\\n")`,
    "archive.close()",
    `return "${name}-1.0-py3-none-any.whl"`,
  ].join("\n");
}

function scene(name: string, build: Built, change: Partial<Scene> = {}): Scene {
  return {
    name,
    files: async () => [
      wheel({ name: "numerics" }),
      await sourceDistribution("kernel", builtWheel("kernel", build)),
    ],
    phases: [
      { name: "numerics", packages: ["numerics"], imports: ["numerics"] },
      { name: "kernel", packages: ["kernel"], imports: ["kernel"] },
    ],
    broken: true,
    ...change,
  };
}

/** As setuptools says it where the compiler is missing; the base image has none. */
const COMPILE = [
  "import subprocess, sys",
  "try:",
  '    subprocess.run(["gcc", "kernel.c"], check=True)',
  "except FileNotFoundError as error:",
  "    print(\"error: command 'gcc' failed: No such file or directory\", file=sys.stderr, flush=True)",
  "    raise SystemExit(1)",
];

const NEEDS_CUDA = [
  'raise OSError("CUDA_HOME environment variable is not set. Please set it to your CUDA install root.")',
];

const FAILED = { outcome: "failed", exitCode: 1, extraAttempts: 0 } as const;
const nothing = () => {};

/** F12: source distributions that need what isn't there. */
export const SOURCE_BUILDS: readonly FaultCase[] = [
  {
    fault: "F12",
    title: "a build wants a package of an earlier phase",
    scene: scene("imports at build", { first: ["import numerics"] }),
    inject: nothing,
    expected: { outcome: "recovered", classes: ["B1"], extraAttempts: 1 },
    judge: async ({ image, exitCode }, oracle) => {
      if (exitCode !== 0) return [];
      const { status, output } = await oracle.run(image, ["python3", "-c", "import kernel, numerics"]);
      return status === 0 ? [] : [`can't be imported: ${output}`];
    },
  },
  {
    fault: "F12",
    title: "a build wants a package that nobody brings",
    scene: scene("imports what is nowhere", { first: ["import not_there_at_all"] }),
    inject: nothing,
    expected: { ...FAILED, classes: ["B1", "B4"], extraAttempts: 1 },
  },
  {
    fault: "F12",
    title: "a build wants a compiler",
    scene: scene("compiles", { first: COMPILE }),
    inject: nothing,
    expected: { ...FAILED, classes: ["B3"] },
    judge: (run) => told(run, /gcc/),
  },
  {
    fault: "F12",
    title: "a build wants CUDA",
    scene: scene("wants CUDA", { first: NEEDS_CUDA }),
    inject: nothing,
    expected: { ...FAILED, classes: ["B2"] },
    judge: (run) => told(run, /CUDA_HOME/),
  },
  {
    fault: "F12",
    title: "an optional phase wants a compiler",
    scene: scene(
      "compiles, optional",
      { first: COMPILE },
      {
        phases: [
          { name: "numerics", packages: ["numerics"], imports: ["numerics"] },
          { name: "kernel", packages: ["kernel"], imports: ["kernel"], optional: true },
        ],
      },
    ),
    inject: nothing,
    expected: { outcome: "degraded", classes: ["B3"], extraAttempts: 1 },
    judge: (run) => told(run, /kernel is left out/),
  },
];

const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../images/quickstart/test/${name}`, import.meta.url)));

/** F36: everything imports, and the first use aborts the interpreter. */
export const ABORTS: readonly FaultCase[] = [
  {
    fault: "F36",
    title: "what imports well aborts when it is used",
    scene: {
      name: "aborting chain",
      files: () => [
        wheel({
          name: "surelayer-runtime",
          files: {
            "surelayer_runtime/__init__.py": "",
            "surelayer_runtime/__main__.py": "import os, native\nnative.use()\n",
            "native.py": "import os\ndef use():\n    os.abort()\n",
          },
        }),
      ],
      phases: [
        { name: "timings", packages: ["surelayer-runtime"], imports: ["surelayer_runtime", "native"] },
      ],
      manifest: { verify: { timings: { audio: "sample.wav", text: "sample.txt" } } },
      folder: { "sample.wav": sample("sample.wav"), "sample.txt": sample("sample.txt") },
      broken: true,
    },
    inject: nothing,
    expected: { outcome: "failed", classes: [], exitCode: 1, extraAttempts: 0, image: true },
    judge: (run) => told(run, /SIGABRT|signal 6|exit -6|134/),
  },
];

function told({ stderr }: FaultRun, pattern: RegExp): readonly string[] {
  return pattern.test(stderr) ? [] : [`says nothing of ${pattern}: ${stderr.slice(-600)}`];
}
