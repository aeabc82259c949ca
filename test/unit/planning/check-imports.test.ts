import { expect, test } from "vitest";
import { checkImports } from "../../../src/planning/check-imports.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { manifestOf } from "../../support/manifests.ts";
import { needing, resolved, wheelOf } from "../../support/resolutions.ts";
import { testPorts } from "../../support/test-ports.ts";

const noToolbox = {
  open: () => Promise.reject(new Error("a declared base has no container")),
  ownPython: async () => [],
};

/** What a base is warned of that is only declared. */
async function warned(package_: string, imports: readonly string[]) {
  const plain = manifestOf({ speech: [package_] });
  const manifest = { ...plain, phases: plain.phases.map((one) => ({ ...one, imports: [...imports] })) };
  const module = package_.replaceAll("-", "_");
  const files = [{ path: `${module}/__init__.py`, bytes: 1, compressedBytes: 1 }];
  const one = wheelOf(package_, 1, { contents: { files, entryPoints: null } });
  const resolution = resolved([one], [needing("speech", package_)]);
  const facts = baseFacts({ distributions: [installed("whisperz", "1.0")] });
  const findings = await checkImports(
    { manifest, resolution },
    { image: undefined, facts },
    noToolbox,
    testPorts(),
  );
  return findings.map((finding) => finding.message);
}

test("of a base that is only declared, a slip of what the phase installs is named, and nothing else", async () => {
  expect(await warned("whisperx", ["whisprx"])).toEqual([
    expect.stringContaining("did you mean `whisperx`?"),
  ]);
  // The base may hold these.
  expect(await warned("whisperx", ["other"])).toEqual([]);
  expect(await warned("whisperx", ["whisperz"])).toEqual([]);
  expect(await warned("torchx", ["torch"])).toEqual([]);
  expect(await warned("yarl", ["yaml"])).toEqual([]);
});
