import { expect, test } from "vitest";
import {
  unbroughtFindings,
  unbroughtImports,
} from "../../../../../src/plan/guards/imports/unbrought-imports.ts";
import { manifestOf } from "../../../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../../../support/resolutions.ts";

const FILE = { bytes: 1, compressedBytes: 1 };
const WHISPERX = wheelOf("whisperx", 1, {
  contents: { files: [{ ...FILE, path: "whisperx/__init__.py" }], entryPoints: null },
});

function absentIn(imports: readonly string[], phase: object = {}, distribution = WHISPERX) {
  const plain = manifestOf({ speech: ["whisperx"] });
  const phases = plain.phases.map((one) => ({ ...one, imports: [...imports], ...phase }));
  const manifest = { ...plain, phases };
  return unbroughtImports(manifest, resolved([distribution], [needing("speech", "whisperx")]));
}

test("a module that nothing brings is named, with the one that is meant", () => {
  const absent = absentIn(["whisperx", "whisprx", "wave", "_ssl"]);

  expect(absent.map((one) => one.module)).toEqual(["whisprx"]);
  expect(unbroughtFindings(absent)).toMatchObject([
    {
      severity: "warning",
      message:
        "Phase speech imports `whisprx`, which none of its distributions brings; did you mean `whisperx`?",
    },
  ]);
});

test("nothing is said where something else may bring it", () => {
  expect(absentIn(["whisprx"], { run: [["pip", "install", "whisprx"]] })).toEqual([]);
  expect(absentIn(["whisprx"], { system_packages: ["python3-whisprx"] })).toEqual([]);
  expect(absentIn(["whisprx"], {}, { ...WHISPERX, contents: undefined })).toEqual([]);
});

test("beside a source that nobody has opened, only a slip is told", () => {
  const plain = manifestOf({ speech: ["whisperx", "opened"] });
  const imports = ["whisprx", "unopened", "something"];
  const manifest = { ...plain, phases: plain.phases.map((one) => ({ ...one, imports })) };
  const source = wheelOf("unopened", 1, { kind: "sdist", contents: undefined });
  const resolution = resolved([WHISPERX, source], [needing("speech", "whisperx", "unopened")]);

  expect(unbroughtImports(manifest, resolution).map((one) => one.module)).toEqual(["whisprx"]);
});
