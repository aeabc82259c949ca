import { expect, test } from "vitest";
import { httpRegistry } from "../../src/registry/http-registry.ts";
import { pushImage } from "../../src/registry/push/push-image.ts";
import { PushedImage } from "../../src/registry/push/pushed-image.ts";
import { NetworkBudget } from "../../src/retry/network-budget.ts";
import { parseReference } from "../../src/text/reference.ts";
import { fetchHttp } from "../support/fetch-http.ts";
import { LIMITS } from "../support/push-scene.ts";
import { openRealEngine } from "../support/real-engine.ts";
import { testPorts } from "../support/test-ports.ts";
import { archiveOf, ContractBench } from "./contract-bench.ts";

test("a push is proved at a real registry (needs SURELAYER_TEST_REGISTRY)", async (context) => {
  const subject = await openRealEngine();
  if (!subject.registry) return context.skip("SURELAYER_TEST_REGISTRY is not set");
  const bench = new ContractBench(subject);
  try {
    const container = await bench.created();
    await container.putArchive("/", archiveOf({ content: bench.id }));
    const image = await bench.commit(container);
    await container.remove();
    const credentials = { find: async () => undefined };
    const registry = httpRegistry({ http: fetchHttp, credentials });
    const names = ["1", "2"].map((tag) => `${subject.registry}/${bench.name()}:${tag}`);
    const ports = testPorts({ engine: bench.engine, registry });
    const retrying = { limits: LIMITS, budget: new NetworkBudget(0), record: () => undefined };
    const pushed: PushedImage[] = [];
    for (const name of names) await registry.requireWritable(parseReference(name));
    await pushImage({ image, references: names, retrying }, ports, (one) => pushed.push(one));
    expect(pushed.map((one) => PushedImage.parse(one).reference)).toEqual(names);
    expect(pushed[0]).toMatchObject({ proved: true, imageId: image.id });
    expect(pushed[0]?.layerBytes).toBeGreaterThan(1_000_000);
    expect(await registry.findManifest(parseReference(names[0] ?? ""))).toMatchObject({
      digest: pushed[0]?.digest,
    });
    expect(
      await registry.findManifest(parseReference(`${subject.registry}/surelayer/absent:1`)),
    ).toBeUndefined();
  } finally {
    await bench.clear();
  }
});
