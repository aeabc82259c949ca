import { describe, expect, test } from "vitest";
import { judgeChanges } from "../../../../src/image/layer-judgement/judge-changes.ts";
import type { LayerChange } from "../../../../src/image/layer-judgement/layer-facts.ts";

const TOOLS = {
  files: ["/usr/bin/python3.11", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/python3.11/os.py"],
  folders: ["/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload", "/usr/lib/python311.zip"],
};
const change = (path: string, kind: LayerChange["kind"] = "added"): LayerChange => ({ path, kind });

function paths(changes: readonly LayerChange[], kind: "distributions" | "run" | "system" = "distributions") {
  return judgeChanges(changes, kind, TOOLS).map((one) => one.path);
}

describe("what is wrong with a layer whatever its packages say", () => {
  test.each([
    ["the interpreter", change("/usr/bin/python3.11", "changed")],
    ["the C library", change("/usr/lib/x86_64-linux-gnu/libc.so.6", "changed")],
    ["a removed module of Python", change("/usr/lib/python3.11/os.py", "removed")],
    ["a new module beside Python's own", change("/usr/lib/python3.11/hashlib/__init__.py")],
    ["a new native module", change("/usr/lib/python3.11/lib-dynload/evil.so")],
    ["an archive before Python's own folder", change("/usr/lib/python311.zip")],
    ["the loader's cache", change("/etc/ld.so.cache", "changed")],
    ["a folder of the loader's", change("/etc/ld.so.conf.d/evil.conf")],
    ["a folder of tools that is gone", change("/usr/lib/python3.11", "removed")],
  ])("is %s", (_, one) => {
    expect(paths([one])).toEqual([one.path]);
  });

  test.each(["distributions", "run", "system"] as const)("is /etc/ld.so.preload in a layer of %s", (kind) => {
    expect(paths([change("/etc/ld.so.preload")], kind)).toEqual(["/etc/ld.so.preload"]);
    expect(paths([change("/etc/ld.so.preload", "removed")], kind)).toEqual([]);
  });

  test("isn't what packages bring", () => {
    const changes = [
      change("/usr/lib/python3.11/site-packages/demo.py"),
      change("/usr/lib/python3.11/__pycache__/os.cpython-311.pyc"),
      change("/usr/local/bin/demo"),
      change("/opt/surelayer/envs/speech/pyvenv.cfg"),
    ];
    expect(paths(changes)).toEqual([]);
  });

  test("isn't what commands and system packages do to Python", () => {
    expect(paths([change("/usr/bin/python3.11", "changed")], "run")).toEqual([]);
    expect(paths([change("/usr/lib/x86_64-linux-gnu/libc.so.6", "changed")], "system")).toEqual([]);
  });
});
