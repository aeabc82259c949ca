import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

const FILE = "torch-{version}-{python_tag}-{python_tag}-{platform}.whl";

/** The good manifest whose phase pins torch and names these wheels, on line 7. */
function naming(wheels: string): string {
  return good(`    wheels: "${wheels}"\n`).replace("[torch]", '["torch==2.8.0"]');
}

/** Wheels that a manifest can't name: each with what is said of it, as line:column and message. */
test.each([
  ["no address", FILE, "isn't a web address; write one such as `https://index.example/simple`"],
  [
    "a host to be filled in",
    `https://{version}.example/${FILE}`,
    "has a placeholder in its host; write the host's name",
  ],
  [
    "credentials",
    `https://user:secret@files.example/${FILE}`,
    "holds credentials, which belong to the configuration of the machine that builds; write the address without them",
  ],
  [
    "a query",
    `https://files.example/${FILE}?token=secret`,
    "must end with its path; write the address without `?` and `#` and what follows",
  ],
  [
    "a misspelt placeholder",
    "https://files.example/torch-{verison}-py3-none-any.whl",
    "holds `{verison}`, which isn't known; known are `{version}`, `{cuda_major}`, `{cuda_version}`, `{torch_minor}`, `{cxx11abi}`, `{python_tag}`, `{platform}`",
  ],
  [
    "a brace that isn't closed",
    "https://files.example/torch-{version-py3-none-any.whl",
    "has a `{` without its `}`; write placeholders such as `{version}`",
  ],
  ["no version", "https://files.example/torch-2.8-py3-none-any.whl", "must hold `{version}`"],
  ["no wheel", "https://files.example/torch-{version}.zip", "must end in `.whl`"],
  [
    "no wheel's name",
    "https://files.example/torch-{version}.whl",
    "must end in a wheel's file name, such as `demo-{version}-{python_tag}-{python_tag}-{platform}.whl`",
  ],
  [
    "another hash",
    `https://files.example/${FILE}#md5=00`,
    "may end in `#sha256=` and 64 lower-case hexadecimal digits, and in no other `#…`",
  ],
  [
    "a package of another phase",
    `https://files.example/${FILE.replace("torch-", "flash_attn-")}`,
    "is for `flash-attn`, as its file name begins; add it to this phase's `packages`, such as `flash-attn==1.0`",
  ],
  [
    "this machine",
    `https://127.0.0.1/${FILE}#sha256=${"0".repeat(64)}`,
    "leads to `127.0.0.1`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
  ],
  [
    "no encryption",
    `http://files.example/${FILE}`,
    "isn't encrypted; write `https://`, or allow it with `--allow-private-index`",
  ],
])("%s", (_, wheels, says) => {
  expect(problemsOf(naming(wheels))).toEqual([`7:13: \`phases[0].wheels\` ${says}`]);
});

test("wheels on this machine are taken where that is allowed", () => {
  expect(problemsOf(naming(`http://127.0.0.1/${FILE}`), { allowPrivateIndex: true })).toEqual([]);
});

test.each(["torch", "torch>=2.8", "torch==2.*", "torch==2.8.0,!=2.8.1", "torch==2.8.0; python_version>'3'"])(
  "%s is no version that a name can be made of",
  (requirement) => {
    const text = naming(`https://files.example/${FILE}`).replace("torch==2.8.0", requirement);

    expect(problemsOf(text)).toEqual([
      "7:13: `phases[0].wheels` is for `torch`, whose version it must know; pin it in `packages`, such as `torch==1.0`",
    ]);
  },
);
