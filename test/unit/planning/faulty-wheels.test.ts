import { expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { withoutFaultyWheels } from "../../../src/planning/faulty-wheels.ts";
import { BuildError } from "../../../src/text/errors.ts";
import { baseFacts } from "../../support/base-python.ts";
import { needing, resolved, wheelOf } from "../../support/resolutions.ts";

const faulty = (name: string, classId = "W1") => {
  const message = `${name}-1.0-py3-none-any.whl can't be installed: it holds no .dist-info/RECORD.`;
  return wheelOf(name, 1000, { fault: { classId, message, evidence: `sha256 of ${name}` } });
};

function manifest(optional: boolean) {
  const text = `version: 1
name: demo
base: { image: base.example/python:1 }
phases:
  - { name: core, packages: [core] }
  - { name: extra, packages: [extra], optional: ${optional} }
`;
  return parseManifest(text, "install.yml").manifest;
}

const PHASES = [needing("core", "core"), needing("extra", "extra", "below")];

test("an optional phase that needs a faulty wheel is left out, and the sentence says why", () => {
  const resolution = resolved([wheelOf("core"), wheelOf("extra"), faulty("below")], PHASES);

  expect(withoutFaultyWheels(manifest(true), resolution)).toEqual([
    {
      phase: "extra",
      reason: "below-1.0-py3-none-any.whl can't be installed: it holds no .dist-info/RECORD.",
    },
  ]);
});

test("a required phase is refused for all its faulty wheels at once, with the first one's class", () => {
  const resolution = resolved([wheelOf("core"), faulty("extra", "W3"), faulty("below")], PHASES);

  const refusing = () => withoutFaultyWheels(manifest(false), resolution);

  expect(refusing).toThrow(BuildError);
  expect(refusing).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^extra-1\.0.*\nbelow-1\.0.*$/),
      evidence: "sha256 of extra\nsha256 of below",
      remedy: expect.stringMatching(/#w3-wheel-replaces-python\..*#w1-wheel-malformed\.$/s),
      failureClass: expect.objectContaining({ id: "W3" }),
    }),
  );
});

test("an isolated phase is judged by what its own environment gets", () => {
  const isolated = [{ phase: needing("extra", "extra"), distributions: [faulty("extra")] }];
  const resolution = resolved([wheelOf("core")], [needing("core", "core")], baseFacts(), isolated);

  expect(withoutFaultyWheels(manifest(true), resolution).map((one) => one.phase)).toEqual(["extra"]);
});

test("sound wheels leave nothing out", () => {
  const resolution = resolved([wheelOf("core"), wheelOf("extra"), wheelOf("below")], PHASES);

  expect(withoutFaultyWheels(manifest(false), resolution)).toEqual([]);
});
