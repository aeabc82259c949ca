import fc from "fast-check";
import { stringify } from "smol-toml";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { SurelayerError } from "../../../src/text/errors.ts";
import { printed } from "./source-files.ts";

const anything = fc.string({ unit: "binary", maxLength: 40 });

/** Text of the parts that a kind of file is made of, so that more than its first line is reached. */
function madeOf(...parts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...parts) }, { weight: 1, arbitrary: anything }),
      {
        maxLength: 40,
      },
    )
    .map((chosen) => chosen.join(""));
}

const requirements = madeOf(
  ..."torch|numpy|flash_attn|pip|==2.8|>=1,<2|[a,b]|; python_version < '3.9'|\n|\\\n| |# x|-r a.txt|-c a.txt|-e .".split(
    "|",
  ),
  ...[
    "--index-url ",
    "--extra-index-url=",
    "https://u:p@a.example/whl/cu128",
    " --hash=sha256:0",
    "@",
    "$A",
    "-",
    "__proto__",
  ],
);
const dockerfile = madeOf(
  ..."FROM |a|python:3.12| AS |\n|\\\n|RUN |pip install |torch>=2|apt-get install |-y |&& |; |if |fi|<<EOF\n|EOF\n".split(
    "|",
  ),
  ...[
    "|| ",
    "ENV ",
    "ARG ",
    "A=1",
    "__proto__=1",
    "$A",
    "${A:-",
    "}",
    "COPY ",
    "a.txt ",
    "/app",
    ".",
    " /",
    "CMD ",
    "ENTRYPOINT ",
  ],
  ...[
    '["a"',
    "]",
    "'",
    '"',
    "`",
    "$(",
    ")",
    "# escape=`\n",
    "WORKDIR ",
    "--from=x ",
    "--mount=type=bind,target=/a ",
    "*",
  ],
);
const pyproject = madeOf(
  ..."[project]\n|[tool.poetry]\n|[tool.poetry.dependencies]\n|[[tool.uv.index]]\n|[tool.uv.sources]\n|name|a|torch|dependencies".split(
    "|",
  ),
  ...[
    " = ",
    '"',
    '"^1.2"\n',
    '"torch>=2"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "\n",
    "url",
    "index",
    "git",
    "python",
    "__proto__",
  ],
  ...["[dependency-groups]\n", "[project.optional-dependencies]\n", "dynamic", "1", "true"],
);
const cog = madeOf(
  ..."build:|\n|\n  |\n    |- |gpu: true|python_version: |python_packages: |system_packages: |run: |pip install torch|3.11".split(
    "|",
  ),
  ...[
    "[",
    "]",
    "{",
    "}",
    '"',
    "command: ",
    "predict: ",
    "image: ",
    "python_requirements: a.txt",
    "&a ",
    "*a",
    "!x ",
  ],
);

async function expectManifest(file: string, text: string): Promise<void> {
  const texts = { [`/repo/${file}`]: text, "/repo/a.txt": text };
  let manifest: string;
  try {
    manifest = await printed(texts, { from: file });
  } catch (error) {
    expect(error).toBeInstanceOf(SurelayerError);
    // A manifest that it wrote itself and can't read would be a defect.
    expect(error).toHaveProperty("name", "UsageError");
    return;
  }
  expect(() => parseManifest(manifest, "m")).not.toThrow();
}

describe("any text becomes a good manifest or a UsageError", () => {
  test.each([
    ["requirements.txt", requirements],
    ["Dockerfile", dockerfile],
    ["pyproject.toml", pyproject],
    ["cog.yaml", cog],
  ])("%s", async (file, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 5, arbitrary }, anything), (text) => expectManifest(file, text)),
      { numRuns: 300 },
    );
  });
});

describe("any values become a good manifest or a UsageError", () => {
  const value = fc.oneof(
    fc.constantFrom(
      "torch>=2",
      "^1.2",
      "numpy==1 ; python_version > '3'",
      "a @ https://u:p@a.example/x",
      "a.txt",
    ),
    fc.dictionary(
      fc.constantFrom("index", "git", "version", "url", "name", "python", "__proto__"),
      fc.string(),
    ),
    fc.array(fc.string(), { maxLength: 4 }),
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.boolean(),
  );
  const values = fc.oneof(value, fc.array(value, { maxLength: 4 }));
  const tableOf = (...keys: readonly string[]) =>
    fc.dictionary(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...keys) }, fc.string()), values, {
      maxKeys: 6,
    });

  test("pyproject.toml", async () => {
    const project = tableOf("name", "dependencies", "requires-python", "dynamic", "optional-dependencies");
    const uv = tableOf("index", "sources", "constraint-dependencies", "override-dependencies");
    const poetry = tableOf("name", "dependencies", "source", "group", "dev-dependencies");
    const data = fc.record(
      { project, tool: fc.record({ uv, poetry }, { requiredKeys: [] }), "dependency-groups": tableOf("dev") },
      { requiredKeys: [] },
    );
    const toml = data.map((one) => stringify(one));
    await fc.assert(
      fc.asyncProperty(toml, (text) => expectManifest("pyproject.toml", text)),
      { numRuns: 300 },
    );
  });

  test("cog.yaml", async () => {
    const build = tableOf("gpu", "cuda", "python_version", "python_packages", "python_requirements", "run");
    const data = fc.record({ build, image: values, predict: values }, { requiredKeys: [] });
    const text = data.map((one) => JSON.stringify(one));
    await fc.assert(
      fc.asyncProperty(text, (json) => expectManifest("cog.yaml", json)),
      { numRuns: 300 },
    );
  });
});

test("no password of an address is ever shown", async () => {
  const password = fc.stringMatching(/^[A-Za-z0-9%!$&()*+,;=._~-]{12,20}$/);
  await fc.assert(
    fc.asyncProperty(password, async (secret) => {
      const address = `https://ci:${secret}@packages.index.example/whl/x`;
      const text = [
        `--index-url ${address}`,
        `-r ${address}`,
        `-e git+${address}`,
        `a @ ${address}`,
        `-f ${address}`,
        `b==${address}`,
      ];
      expect(await printed({ "/repo/requirements.txt": text.join("\n") })).not.toContain(secret);
    }),
    { numRuns: 100 },
  );
});
