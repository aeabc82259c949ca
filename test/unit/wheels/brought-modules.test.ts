import { expect, test } from "vitest";
import { broughtModules, mayBring } from "../../../src/wheels/brought-modules.ts";

function holding(...paths: string[]) {
  return { files: paths.map((path) => ({ path, bytes: 1, compressedBytes: 1 })), entryPoints: null };
}

test.each([
  ["demo", ["demo/__init__.py"], true],
  ["demo", ["demo.py"], true],
  ["demo", ["demo.cpython-311-x86_64-linux-gnu.so"], true],
  ["demo", ["demo.abi3.so"], true],
  ["demo", ["demo-1.0.data/purelib/demo/__init__.py"], true],
  ["demo", ["demo-1.0.data/scripts/demo", "demo-1.0.dist-info/METADATA"], false],
  ["demo", ["tests/demo.py", "demo.txt"], false],
  ["google.cloud.speech", ["google/cloud/speech/__init__.py"], true],
  // Nothing but folders lies above it.
  ["google.cloud.speach", ["google/cloud/speech/__init__.py"], false],
  // Code makes modules that no file shows.
  ["six.moves.urllib", ["six.py"], true],
  ["tensorflow.keras", ["tensorflow/__init__.py"], true],
])("%s of %j: %s", (module, paths, brought) => {
  const all = broughtModules([holding(...paths)]);
  expect(all && mayBring(all, module)).toBe(brought);
});

test("a file that adds folders to Python's search leaves it open", () => {
  expect(broughtModules([holding("demo.pth"), holding("other.py")])).toBeUndefined();
  // Everything that needs torch brings setuptools.
  expect(broughtModules([holding("distutils-precedence.pth"), holding("other.py")])).toBeDefined();
});
