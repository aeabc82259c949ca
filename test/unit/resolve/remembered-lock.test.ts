import { expect, test } from "vitest";
import { lockKey } from "../../../src/resolve/remembered-lock.ts";
import { baseFacts, installed } from "../../support/base-python.ts";
import { requestOf } from "../../support/manifests.ts";
import { testPorts } from "../../support/test-ports.ts";
import { lockedFile, wheel } from "../../support/wheel.ts";

const offered = (content: string) => ({
  ...{ phase: "one", distribution: "alpha", version: "1.0", content: { metadata: "" }, chosenBy: "" },
  file: lockedFile(wheel({ name: "alpha", files: { "alpha/a.py": content } }), "https://files.example"),
});

test("every input that decides an answer makes another lock", () => {
  const input = requestOf({ one: ["alpha"] });
  const backend = (name: string) => requestOf({ one: ["alpha"] }, `install: { torch_backend: ${name} }\n`);
  const inputs = [
    input,
    { ...input, facts: baseFacts({ distributions: [installed("shared", "0.9")] }) },
    backend("cu126"),
    backend("cu128"),
    { ...input, wheels: [offered("one")] },
    { ...input, wheels: [offered("another")] },
    requestOf({ one: ["alpha"] }, "build_constraints: [setuptools<81]\n"),
    requestOf({ one: ["alpha"] }, "system_packages: [pkg-config]\n"),
  ];

  const { network } = testPorts();
  const keys = [
    ...inputs.map((one) => lockKey(one, {}, network)),
    lockKey(input, { declared: true }, network),
  ];

  expect(new Set(keys).size).toBe(keys.length);
  expect(lockKey(backend("none"), {}, network)).toBe(keys[0]);
});
