import { expect, test } from "vitest";
import { systemPackagesRemedy } from "../../../src/failures/system-packages-remedy.ts";

test.each([
  ["error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory", "build-essential"],
  ["FileNotFoundError: [Errno 2] No such file or directory: 'g++'", "build-essential"],
  ["../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang']]", "build-essential"],
  ["CMake Error: No CMAKE_CXX_COMPILER could be found.", "build-essential"],
  ["RuntimeError: CMake must be installed to build the following extensions: dlib", "cmake"],
  ["pkg-config is required for building PyAV", "pkg-config"],
  ["error: can't find Rust compiler", "cargo"],
  ["native.c:1:10: fatal error: Python.h: No such file or directory", "python3-dev"],
  ["src/pyaudio/device_api.c:9:10: fatal error: portaudio.h: No such file or directory", "portaudio19-dev"],
  ["Package libavformat was not found in the pkg-config search path.", "libavformat-dev"],
  ["Error: pg_config executable not found.", "libpq-dev"],
])("%s: %s", (line, holder) => {
  expect(systemPackagesRemedy(line)).toContain(`\`system_packages: [${holder}]\``);
});

test.each(["fatal error: somebody/own.h: No such file or directory", "/usr/bin/ld: cannot find -lnowhere"])(
  "of %s no package is guessed",
  (line) => {
    expect(systemPackagesRemedy(line)).toBeUndefined();
  },
);
