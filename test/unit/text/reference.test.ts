import { expect, test } from "vitest";
import { UsageError } from "../../../src/text/errors.ts";
import { formatReference, isLoopbackRegistry, parseReference } from "../../../src/text/reference.ts";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["python", "docker.io/library/python:latest"],
  ["python:3.12-slim", "docker.io/library/python:3.12-slim"],
  ["runpod/pytorch:1.0", "docker.io/runpod/pytorch:1.0"],
  ["docker.io/python", "docker.io/library/python:latest"],
  ["index.docker.io/python", "docker.io/library/python:latest"],
  ["registry.example/worker", "registry.example/worker:latest"],
  ["registry.example:5000/team/worker:1.0", "registry.example:5000/team/worker:1.0"],
  ["localhost/worker", "localhost/worker:latest"],
  ["localhost:5000/worker:a_B-9.x", "localhost:5000/worker:a_B-9.x"],
  ["[::1]:5000/worker", "[::1]:5000/worker:latest"],
  [`worker@${digest}`, `docker.io/library/worker@${digest}`],
  [`registry.example/worker:1@${digest}`, `registry.example/worker:1@${digest}`],
  ["registry.example/a/b/c__d/e-f.g", "registry.example/a/b/c__d/e-f.g:latest"],
])("%s is %s", (text, full) => {
  const parsed = parseReference(text);
  expect(formatReference(parsed)).toBe(full);
  expect(parseReference(full)).toEqual(parsed);
});

test.each([
  ["", /write a name/i],
  ["registry.example/", /write a name/i],
  ["https://registry.example/worker", /scheme/],
  ["Worker", /lower case: worker/],
  ["registry.example/Team/worker", /lower case: registry.example\/team\/worker/],
  ["worker:", /tag/],
  ["worker:-x", /tag/],
  [`worker:${"a".repeat(129)}`, /tag/],
  ["worker@sha256:abc", /digest/],
  [`worker@${digest}@${digest}`, /digest/],
  ["wor ker", /separators/],
  ["a//b", /separators/],
  ["-a/b", /separators/],
  ["registry.example:port/worker", /host:port/],
  [`a/${"b".repeat(300)}`, /255/],
  [`registry.example/${"b".repeat(239)}`, /255/],
])("%j is refused", (text, remedy) => {
  expect(() => parseReference(text)).toThrow(UsageError);
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({ remedy: expect.stringMatching(remedy) }),
  );
});

test.each([
  ["localhost", true],
  ["localhost:5000", true],
  ["127.0.0.1:5000", true],
  ["127.1.2.3", true],
  ["[::1]:5000", true],
  ["registry.example", false],
  ["127.0.0.1.example", false],
  ["localhost.example:80", false],
])("%s on loopback: %j", (registry, expected) => {
  expect(isLoopbackRegistry(registry)).toBe(expected);
});
