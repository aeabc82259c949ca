import { expect, test } from "vitest";
import { requirePushable } from "../../../../src/registry/push/require-pushable.ts";
import { NetworkBudget } from "../../../../src/retry/network-budget.ts";
import { DEFAULT_REGISTRY, formatReference, type ImageReference } from "../../../../src/text/reference.ts";
import { LIMITS } from "../../../support/push-scene.ts";
import { testPorts } from "../../../support/test-ports.ts";

async function ask(references: readonly string[], logins: readonly string[] = []) {
  const asked: string[] = [];
  const registry = {
    findManifest: async () => undefined,
    findMissingBlob: async () => undefined,
    requireWritable: async (reference: ImageReference) => void asked.push(formatReference(reference)),
  };
  const credentials = {
    find: async (server: string) =>
      logins.includes(server) ? { server, username: "a", password: "b" } : undefined,
  };
  const retrying = { limits: LIMITS, budget: new NetworkBudget(0), record: () => undefined };
  await requirePushable(references, retrying, testPorts({ registry, credentials }));
  return asked;
}

test("each repository is asked once, however many tags it gets", async () => {
  const references = [
    "one.example/team/a:1",
    "one.example/team/a:2",
    "one.example/team/b:1",
    "two.example/a",
  ];

  expect(await ask(references)).toEqual([
    "one.example/team/a:2",
    "one.example/team/b:1",
    "two.example/a:latest",
  ]);
});

test("a name without a registry is refused where there is no login for the default one, which is named", async () => {
  await expect(ask(["team/worker:1"])).rejects.toMatchObject({
    exitCode: 6,
    message: `team/worker:1 would be pushed to ${DEFAULT_REGISTRY}, and there is no login for it.`,
    remedy: expect.stringContaining("registry.example/team/worker"),
  });
  expect(await ask(["team/worker:1"], [DEFAULT_REGISTRY])).toEqual([`${DEFAULT_REGISTRY}/team/worker:1`]);
});
