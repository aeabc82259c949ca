import { expect, test } from "vitest";
import { parseManifest } from "../../../src/manifest/parse-manifest.ts";
import { good, problemsOf } from "./manifest-text.ts";

test("what can't bound a build is named, with what to write instead", () => {
  const given = `${good()}build_constraints: ["setuptools", "setuptools[core]<81", "setuptools=80", "demo @ https://files.example/demo-1.0-py3-none-any.whl"]\n`;
  const said = problemsOf(given).join("\n");
  expect(said).toContain(
    "`build_constraints[0]`: `setuptools` bounds no version; write one such as `setuptools<81`",
  );
  expect(said).toContain("`build_constraints[1]`: `setuptools[core]<81` has extras");
  expect(said).toContain(
    "`build_constraints[2]`: `setuptools=80`: `=80` isn't a version comparison; write `setuptools==80`",
  );
  expect(said).toContain(
    "`build_constraints[3]`: `demo @ https://files.example/demo-1.0-py3-none-any.whl` names a file",
  );
});

test("what bounds a build is taken as it is written", () => {
  const { manifest } = parseManifest(`${good()}build_constraints: ["setuptools < 81"]\n`, "m.yml");
  expect(manifest.build_constraints).toEqual(["setuptools < 81"]);
});
