import { validRange } from "@renovatebot/pep440";
import { describe, expect, test } from "vitest";
import { checkPairs } from "../../../../../src/plan/guards/pairs/check-pairs.ts";
import { UNTIED_PAIRS } from "../../../../../src/plan/guards/pairs/untied-pairs.ts";
import { environment } from "../environments.ts";

/** Seen on 2026-11-22: the pair was installed, imported and used once (decoding, filtering, nms). */
const SEEN: readonly (readonly [string, string, string, string, boolean])[] = [
  ["torchcodec", "0.5", "torch", "2.8.0", false],
  ["torchcodec", "0.6.0", "torch", "2.8.0", true],
  ["torchcodec", "0.7.0", "torch", "2.8.0+cu128", true],
  ["torchcodec", "0.8.1", "torch", "2.8.0", false],
  ["torchcodec", "0.17.0", "torch", "2.8.0", false],
  ["torchcodec", "0.5", "torch", "2.7.1", true],
  ["torchcodec", "0.6.0", "torch", "2.7.1", false],
  ["torchcodec", "0.9.1", "torch", "2.9.1", true],
  ["torchcodec", "0.7.0", "torch", "2.9.1", false],
  ["torchcodec", "0.10.0", "torch", "2.10.0", true],
  ["torchcodec", "0.12.0", "torch", "2.10.0", false],
  ["torchcodec", "0.11.1", "torch", "2.15.0", true],
  ["torchcodec", "0.17.0", "torch", "2.11.0", true],
  ["torchaudio", "2.4.1", "torch", "2.4.0", true],
  ["torchaudio", "2.11.1", "torch", "2.15.0", true],
  ["torchaudio", "2.9.1", "torch", "2.8.0", false],
  ["torchaudio", "2.11.0", "torch", "2.14.1", true],
  ["torchaudio", "2.11.0", "torch", "2.15.0", false],
  ["torchvision", "0.23.0", "torch", "2.8.0", true],
  ["torchvision", "0.24.1", "torch", "2.8.0", false],
  ["torchvision", "0.29.2", "torch", "2.14.1", true],
  ["torchvision", "0.29.2", "torch", "2.15.0", true],
  ["datasets", "2.14.4", "pyarrow", "20.0.0", true],
  ["datasets", "2.14.4", "pyarrow", "21.0.0", false],
  ["datasets", "2.15.0", "pyarrow", "26.0.1", true],
];

describe("the table says what was seen", () => {
  test.each(SEEN)("%s %s beside %s %s: %s", (...seen) => {
    const [name, version, beside, other, works] = seen;
    const findings = checkPairs(environment({ brought: { [name]: version, [beside]: other } }));

    expect(findings.map((one) => [one.id, one.severity])).toEqual(works ? [] : [["untied-pair", "error"]]);
  });

  test("its ranges are ranges, its days are days, and every row has a source", () => {
    for (const pair of UNTIED_PAIRS) {
      expect(validRange(pair.versions), pair.versions).toBe(true);
      expect(validRange(pair.works), pair.works).toBe(true);
      expect(pair.checked).toMatch(/^2026-\d\d-\d\d$/);
      expect(pair.source).not.toBe("");
    }
  });
});

test("torchcodec 0.17 beside torch 2.8 is refused with the pins that work", () => {
  const [finding] = checkPairs(
    environment({ base: { torch: "2.8.0+cu128" }, brought: { torchcodec: "0.17.0" } }),
  );

  expect(finding).toMatchObject({
    severity: "error",
    phase: "new",
    message:
      "torchcodec 0.17.0 doesn't work beside torch 2.8.0+cu128: it wants libnvrtc.so.13 or misses symbols of torch. Their metadata doesn't say so.",
    remedy: "Add `torchcodec>=0.6,<0.8` or `torch>=2.11` to the phase's packages.",
  });
});

describe("versions that nobody ran", () => {
  test.each([
    ["torchcodec", "0.9.0", "torch", "2.8.1"],
    ["torchaudio", "2.11.0", "torch", "2.16.0"],
    ["torchvision", "0.29.1", "torch", "2.16.0"],
    ["pyannote-audio", "3.3.2", "torchaudio", "2.11.1"],
    ["datasets", "2.14.4", "pyarrow", "27.0.0"],
  ])("are warned of, and never refused: %s %s beside %s %s", (name, version, beside, other) => {
    const [finding] = checkPairs(environment({ brought: { [name]: version, [beside]: other } }));

    expect(finding).toMatchObject({ id: "untied-pair", severity: "warning" });
    expect(finding?.message).toMatch(/ may not work beside .* exactly these versions weren't run\.$/);
  });
});

test("versions newer than the table are not judged", () => {
  expect(checkPairs(environment({ brought: { torchcodec: "0.99.0", torch: "2.8.0" } }))).toEqual([]);
});

test("what a phase pins is changed, not added to", () => {
  const [found] = checkPairs(
    environment({
      brought: { datasets: "2.14.4", pyarrow: "26.0.1" },
      asked: ["datasets==2.14.4", "pyarrow==26.0.1"],
    }),
  );

  expect(found?.remedy).toBe(
    "Write `datasets>=2.15` instead of `datasets==2.14.4` in phase new, or write `pyarrow<21` instead of `pyarrow==26.0.1` in phase new.",
  );
});
