import { describe, expect, test } from "vitest";
import { addressedFile } from "../../../../src/python/direct-source.ts";
import { templateFault } from "../../../../src/python/wheel-template.ts";
import {
  dependsOnTorch,
  plannedTorch,
  usesNewAbi,
  wheelFacts,
  wheelUrl,
} from "../../../../src/resolve/phase-wheels/wheel-facts.ts";

const PYTHON = { version: "3.12.1", machine: "x86_64" };
const TEMPLATE =
  "https://github.com/Dao-AILab/flash-attention/releases/download/v{version}/flash_attn-{version}+cu{cuda_major}torch{torch_minor}cxx11abi{cxx11abi}-{python_tag}-{python_tag}-{platform}.whl";

function nameFor(torch: string, cudaVersion?: string, version = "2.8.3"): string {
  const facts = wheelFacts(version, { version: torch, cudaVersion }, PYTHON);
  return facts.torch ? addressedFile(wheelUrl(TEMPLATE, facts)) : "unknown";
}

test("the address has the local version's `+` as URLs write it", () => {
  const facts = wheelFacts("2.8.3", { version: "2.8.0+cu128", cudaVersion: undefined }, PYTHON);

  expect(wheelUrl(TEMPLATE, facts)).toBe(
    "https://github.com/Dao-AILab/flash-attention/releases/download/v2.8.3/flash_attn-2.8.3%2Bcu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl",
  );
});

describe("the name follows the planned torch", () => {
  test.each([
    ["2.8.0+cu128", undefined, "flash_attn-2.8.3+cu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl"],
    ["2.8.0", undefined, "flash_attn-2.8.3+cu12torch2.8cxx11abiTRUE-cp312-cp312-linux_x86_64.whl"],
    ["2.6.0+cu124", undefined, "flash_attn-2.8.3+cu12torch2.6cxx11abiFALSE-cp312-cp312-linux_x86_64.whl"],
    ["2.6.0+cu126", undefined, "flash_attn-2.8.3+cu12torch2.6cxx11abiTRUE-cp312-cp312-linux_x86_64.whl"],
    ["2.4.0", undefined, "flash_attn-2.8.3+cu12torch2.4cxx11abiFALSE-cp312-cp312-linux_x86_64.whl"],
    ["2.99.0", "13.0", "flash_attn-2.8.3+cu13torch2.99cxx11abiTRUE-cp312-cp312-linux_x86_64.whl"],
    ["2.8.0+cpu", undefined, "unknown"],
    ["2.99.0", undefined, "unknown"],
  ])("torch %s, CUDA %s", (torch, cuda, name) => {
    expect(nameFor(torch, cuda)).toBe(name);
  });

  test("cuda_version has both numbers", () => {
    const facts = wheelFacts("1", { version: "2.5.1+cu124", cudaVersion: undefined }, PYTHON);

    expect(wheelUrl("https://x.example/{version}+cu{cuda_version}.whl", facts)).toBe(
      "https://x.example/1%2Bcu124.whl",
    );
  });
});

/** `torch._C._GLIBCXX_USE_CXX11_ABI` of the default index's wheels, printed on 2026-11-22. */
test.each([
  ["2.4", "12.1", false],
  ["2.6", "12.4", false],
  ["2.7", "12.6", true],
  ["2.8", "12.8", true],
  ["2.9", "12.8", true],
  ["2.10", "12.8", true],
  ["2.11", "13.0", true],
  ["2.15", "13.2", true],
])("the ABI of torch %s for CUDA %s is new: %s", (minor, cuda, isNew) => {
  expect(usesNewAbi(minor, cuda)).toBe(isNew);
});

test("the CUDA of a torch without a tag is that of its run-time wheels", () => {
  const versions = new Map([
    ["torch", "2.99.0"],
    ["nvidia-cuda-runtime-cu12", "12.8.90"],
  ]);

  expect(plannedTorch(versions)).toEqual({ version: "2.99.0", cudaVersion: "12.8" });
  expect(plannedTorch(new Map())).toBeUndefined();
});

test("only some templates depend on torch", () => {
  expect(dependsOnTorch(TEMPLATE)).toBe(true);
  expect(dependsOnTorch("https://x.example/demo-{version}-{python_tag}-{python_tag}-{platform}.whl")).toBe(
    false,
  );
});

test("flash-attention's template is fine, with a hash behind it, too, and with its `+` as URLs have it", () => {
  expect(templateFault(TEMPLATE)).toBeUndefined();
  expect(templateFault(`${TEMPLATE}#sha256=${"0".repeat(64)}`)).toBeUndefined();
  expect(templateFault(TEMPLATE.replace("+", "%2B"))).toBeUndefined();
});
