import { expect, test } from "vitest";
import { proposedImports } from "../../../../../src/plan/guards/imports/capability-imports.ts";
import { manifestOf } from "../../../../support/manifests.ts";
import { needing, resolved } from "../../../../support/resolutions.ts";

function proposedFor(packages: string[], imports: readonly string[], planned = true) {
  const plain = manifestOf({ speech: packages });
  const manifest = { ...plain, phases: plain.phases.map((one) => ({ ...one, imports: [...imports] })) };
  return proposedImports(manifest, resolved([], planned ? [needing("speech")] : []));
}

test.each([
  [["whisperx>=3.8"], [], "imports: [whisperx.asr, whisperx.alignment]"],
  [["whisperx", "numpy"], ["numpy", "whisperx"], "imports: [numpy, whisperx.asr, whisperx.alignment]"],
  [["F5_TTS"], ["f5_tts"], "imports: [f5_tts.api]"],
  [["pyannote.audio"], ["pyannote"], "imports: [pyannote.audio]"],
])("%j with imports %j: %s", (packages, imports, line) => {
  const [proposal, ...more] = proposedFor(packages, imports);

  expect(more).toEqual([]);
  expect(proposal).toMatchObject({ severity: "warning", phase: "speech" });
  expect(proposal?.remedy).toContain(line);
});

test("nothing is proposed to one who chose a module, of other packages, or for a phase that is left out", () => {
  expect(proposedFor(["whisperx"], ["whisperx.alignment"])).toEqual([]);
  expect(proposedFor(["torchvision", "torchcodec"], [])).toEqual([]);
  expect(proposedFor(["whisperx"], [], false)).toEqual([]);
});

test("what is already imported is told apart from nothing", () => {
  expect(proposedFor(["whisperx"], ["whisperx"])[0]?.message).toMatch(
    /^Phase speech imports only `whisperx` of whisperx: /,
  );
  expect(proposedFor(["whisperx"], [])[0]?.message).toMatch(/^Phase speech imports nothing of whisperx: /);
});

test("several packages of a phase end in one line", () => {
  const remedies = proposedFor(["whisperx", "f5-tts"], ["torch", "whisperx"]).map((one) => one.remedy);

  const line = "Write `imports: [torch, whisperx.asr, whisperx.alignment, f5_tts.api]` in phase speech.";
  expect(remedies).toEqual([line, line]);
});
