import { expect, test } from "vitest";
import { leftOutImpact } from "../../../src/report/left-out-impact.ts";
import { plannedPhase } from "../../support/plans.ts";

const price = (imports: readonly string[], leftOut: readonly string[] = imports) =>
  leftOutImpact(plannedPhase("x", { imports, packages: ["thing>=1"] }), new Set(leftOut));

test("without whisperx the rest of the chain times the words", () => {
  expect(price(["whisperx"])).toBe(
    "Word timings will come from google, faster-whisper or pocketsphinx, where the image has it.",
  );
  expect(price(["whisperx"], ["whisperx", "google.cloud.speech"])).toContain(
    "from faster-whisper or pocketsphinx,",
  );
});

test("without flash-attn attention is slower", () => {
  expect(price(["flash_attn"])).toContain("PyTorch's own kernels");
});

test("of a phase that nobody knows, the modules that fail are named, or else its packages", () => {
  expect(price(["a", "b.c"])).toBe("In this image, `import a, b.c` fails.");
  expect(price([])).toBe("The image lacks thing>=1.");
});
