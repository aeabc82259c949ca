import { describe, expect, test } from "vitest";
import { mayCompile } from "../../../../src/wheels/resolution.ts";
import { readSourceCode, sourceCode } from "../../../../src/wheels/sdist/source-code.ts";
import { legacySource } from "../../../support/python-packages.ts";
import { wheelOf } from "../../../support/resolutions.ts";
import { testPorts } from "../../../support/test-ports.ts";

/** As flash-attn 2.8.3 and causal-conv1d write it. */
const FLASH = `from torch.utils.cpp_extension import (
    BuildExtension,
    CppExtension,
    CUDAExtension,
)
PACKAGE_NAME = "flash_attn"
BASE_WHEEL_URL = (
    "https://releases.example/flash-attention/releases/download/{tag_name}/{wheel_name}"
)
ext_modules.append(
        CUDAExtension(name="flash_attn_2_cuda", sources=["csrc/flash_api.cpp"])
)
`;
const code = (script: string, ...paths: string[]) =>
  sourceCode(
    paths.map((path) => `demo-1.0/${path}`),
    script,
  );

describe("what a source archive says of its build", () => {
  test("torch's CUDA builder alone: it needs CUDA's compiler, and names the wheels that it would download", () => {
    expect(code(FLASH, "setup.py", "csrc/flash_api.cpp", "csrc/kernel.cu")).toEqual({
      native: true,
      cuda: "required",
      ownWheels:
        "https://releases.example/flash-attention/releases/download/v{version}/flash_attn-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl",
    });
  });

  test.each([
    [
      "torch's plain builder beside CUDA's",
      "extension = CppExtension\nif CUDA_HOME:\n    extension = CUDAExtension\n",
      ["a.cu"],
    ],
    ["CUDA files below another build system", "", ["CMakeLists.txt", "vendor/ggml-cuda/mul.cu"]],
  ])("%s: CUDA code that may be left out", (_title, script, paths) => {
    expect(code(script, ...paths)).toMatchObject({ native: true, cuda: "some", ownWheels: null });
  });

  test.each([
    ["C++ files", "", ["src/fast.cpp"], true],
    ["torch's builder without files", "import torch.utils.cpp_extension", ["setup.py"], true],
    ["Cargo", "", ["Cargo.toml"], true],
    ["compiled tests only", "", ["setup.py", "docopt.py", "tests/fast.c"], false],
    ["pure Python", "from setuptools import setup", ["setup.py", "docopt.py"], false],
  ])("%s", (_title, script, paths, native) => {
    expect(code(script, ...paths)).toEqual({ native, cuda: "none", ownWheels: null });
  });
});

describe("an archive of an index", () => {
  const archive = async () => legacySource("kernel", "", { "csrc/a.cu": "" }, ["CUDAExtension()"]);
  const scene = async (content?: Buffer) => {
    const file = await archive();
    let asked = 0;
    const ports = testPorts({
      http: {
        request: async () => {
          asked += 1;
          return { status: 200, headers: {}, body: content ?? file.content };
        },
      },
    });
    const locked = {
      name: file.name,
      url: "https://files.example/kernel-1.0.tar.gz",
      sha256: file.sha256,
      bytes: 100,
    };
    return { ports, locked, asked: () => asked };
  };

  test("is read once, and remembered by its hash", async () => {
    const { ports, locked, asked } = await scene();
    const read = await readSourceCode(locked, ports);
    expect(read).toEqual({ native: true, cuda: "required", ownWheels: null });
    expect(await readSourceCode(locked, ports)).toEqual(read);
    expect(asked()).toBe(1);
  });

  test("that isn't what its hash says, or isn't at an address, is left unread", async () => {
    const { ports, locked } = await scene(Buffer.from("another"));
    expect(await readSourceCode(locked, ports)).toBeUndefined();
    expect(await readSourceCode({ ...locked, url: "git+https://git.example/kernel" }, ports)).toBeUndefined();
  });
});

test("a source that no plan has opened compiles as its archive says, and may compile where that can't be read", () => {
  const source = wheelOf("kernel", 1000, { kind: "sdist", contents: undefined });
  const native = { native: true, cuda: "none", ownWheels: null } as const;
  expect(mayCompile({ ...source, code: native })).toBe(true);
  expect(mayCompile({ ...source, code: { ...native, native: false } })).toBe(false);
  expect(mayCompile(source)).toBe(true);
});
