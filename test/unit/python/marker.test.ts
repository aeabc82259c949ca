import { describe, expect, test } from "vitest";
import { evaluateMarker, MarkerError, markerEnvironment } from "../../../src/python/marker.ts";
import { PYTHON } from "../../support/base-python.ts";

const ENVIRONMENT = markerEnvironment(PYTHON);

describe("a marker", () => {
  test.each([
    ['python_version >= "3.9"', true],
    ['python_version < "3.9"', false],
    ['python_version == "3.*"', true],
    ["python_full_version < '3.11.4'", true],
    ['"3.10" <= python_version', true],
    ['"3.12" <= python_version', false],
    ['sys_platform == "win32"', false],
    ['sys_platform != "win32" and os_name == "posix"', true],
    ['sys_platform == "win32" or sys_platform == "darwin" or platform_machine == "x86_64"', true],
    ['(sys_platform == "win32" or os_name == "posix") and python_version < "3"', false],
    ['platform_system in "Linux,Darwin"', true],
    ['platform_machine not in "aarch64 arm64"', true],
    ['platform_python_implementation == "CPython"', true],
    ['extra == "cuda"', false],
    ['"gpu" in extras', false],
    ['"dev" not in dependency_groups', true],
    ['python_version in "2.7, 3.11"', true],
  ])("%s is %s on Linux with Python 3.11.2", (marker, holds) => {
    expect(evaluateMarker(marker, ENVIRONMENT)).toBe(holds);
  });

  test("of an extra holds for who asks for it", () => {
    expect(evaluateMarker('extra == "cuda"', { ...ENVIRONMENT, extra: "cuda" })).toBe(true);
  });

  test("takes an extra in any spelling", () => {
    expect(evaluateMarker('extra == "Cuda_12"', { ...ENVIRONMENT, extra: "cuda-12" })).toBe(true);
    expect(evaluateMarker('"cuda.12" != extra', { ...ENVIRONMENT, extra: "cuda-12" })).toBe(false);
  });

  test.each([
    ["", "it ends too early"],
    ['python_version >= "3.9" or', "it ends too early"],
    ['(python_version >= "3.9"', "a `)` is missing"],
    ['python_version "3.9"', "is no comparison"],
    ['python_version >= "3.9" os_name', "os_name is out of place"],
    ['platform_release >= "5"', "platform_release isn't known of the base"],
    ['os_name >= "posix"', "compares no versions"],
    ["python_version >= 3.9", "can't be read from character"],
    ['constructor == "a"', "constructor isn't known"],
  ])("%s is refused", (marker, says) => {
    expect(() => evaluateMarker(marker, ENVIRONMENT)).toThrow(MarkerError);
    expect(() => evaluateMarker(marker, ENVIRONMENT)).toThrow(says);
  });

  test("a megabyte of it takes no time", () => {
    expect(() => evaluateMarker(`${"(".repeat(1e6)}`, ENVIRONMENT)).toThrow("too long");
    expect(() => evaluateMarker("(".repeat(1999), ENVIRONMENT)).toThrow(MarkerError);
  });
});
