import { expect, test } from "vitest";
import { lockKey } from "../../../src/resolve/remembered-lock.ts";
import { baseFacts, held } from "../../support/base-python.ts";
import { manifestOf } from "../../support/manifests.ts";
import { testPorts } from "../../support/test-ports.ts";
import { lockedFile, wheel } from "../../support/wheel.ts";

const manifest = manifestOf({ one: ["alpha"] });
const offered = (content: string) => ({
  ...{ phase: "one", distribution: "alpha", version: "1.0", content: { metadata: "" }, chosenBy: "" },
  file: lockedFile(wheel({ name: "alpha", files: { "alpha/a.py": content } }), "https://files.example"),
});

test("every input that decides an answer makes another lock", () => {
  const input = { manifest, facts: baseFacts(), wheels: [] };
  const backend = (name: string) => manifestOf({ one: ["alpha"] }, `install: { torch_backend: ${name} }\n`);
  const inputs = [
    input,
    { ...input, facts: baseFacts({ distributions: [held("shared", "0.9")] }) },
    { ...input, manifest: backend("cu126") },
    { ...input, manifest: backend("cu128") },
    { ...input, wheels: [offered("one")] },
    { ...input, wheels: [offered("another")] },
    { ...input, declared: true },
  ];

  const keys = inputs.map((one) => lockKey(one, testPorts().network));

  expect(new Set(keys).size).toBe(inputs.length);
  expect(lockKey({ ...input, manifest: backend("none") }, testPorts().network)).toBe(keys[0]);
});
