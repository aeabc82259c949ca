import { createNodeHttp } from "../../src/host/network/node-http.ts";
import type { Engine, TransferOptions } from "../../src/ports/engine.ts";
import type { Clock, HttpRequest } from "../../src/ports/machine.ts";
import { httpRegistry } from "../../src/registry/http-registry.ts";
import { pushImage } from "../../src/registry/push/push-image.ts";
import type { PushedImage } from "../../src/registry/push/pushed-image.ts";
import { requirePushable } from "../../src/registry/push/require-pushable.ts";
import type { Retrying } from "../../src/registry/push/with-retries.ts";
import type { FailedAttempt } from "../../src/retry/failed-attempt.ts";
import { NetworkBudget } from "../../src/retry/network-budget.ts";
import { parseReference } from "../../src/text/reference.ts";
import { MemoryEngine } from "./memory-engine.ts";
import { RegistryServer } from "./registry-server.ts";
import { SelfMovingClock } from "./self-moving-clock.ts";
import { testPorts } from "./test-ports.ts";

/** As a manifest has them that says nothing of them. */
export const LIMITS = {
  installer: "uv" as const,
  attempts: 3,
  first_delay: 5000,
  factor: 2,
  max_delay: 60_000,
  bridge: 120_000,
  prefetch: true,
  torch_backend: "none",
};

export const LAYERS = [1, 2, 3].map((one) => ({ digest: `sha256:${String(one).repeat(64)}`, size: 1000 }));

interface SceneOptions {
  readonly registry?: ConstructorParameters<typeof RegistryServer>[0];
  readonly clock?: Clock;
  /** Replaces an engine's push; by default the registry's own port takes the image. */
  readonly push?: (
    put: () => string,
    number: number,
    options: TransferOptions,
  ) => Promise<string | undefined>;
  /** Milliseconds of silence after which a question of ours fails. */
  readonly timeoutMs?: number;
}

/** An engine in this process that pushes into a registry on loopback, and the real client of that registry. */
export async function openPushScene({ clock = new SelfMovingClock(), ...options }: SceneOptions = {}) {
  const server = new RegistryServer(options.registry);
  await server.start();
  const engine: Engine & MemoryEngine = new MemoryEngine();
  const image = engine.addImage("worker:built", { bytes: 5_000_000 });
  let pushes = 0;
  engine.pushImage = async (reference, transfer = {}) => {
    pushes += 1;
    const { tag } = parseReference(reference);
    const put = () => server.put(tag ?? "", { config: { digest: image.id, size: 100 }, layers: LAYERS });
    return await (options.push ?? (async () => put()))(put, pushes, transfer);
  };
  const recorded: FailedAttempt[] = [];
  const retrying: Retrying = {
    ...{ limits: LIMITS, budget: new NetworkBudget(LIMITS.bridge) },
    record: (attempt) => void recorded.push(attempt),
  };
  const { timeoutMs } = options;
  const real = createNodeHttp();
  const http = {
    request: (url: string, request?: HttpRequest) =>
      real.request(url, { ...request, ...(timeoutMs && { timeoutMs }) }),
  };
  const registry = httpRegistry({ http, credentials: { find: async () => undefined } });
  const ports = testPorts({ engine, clock, http, registry });
  const arrived: PushedImage[] = [];
  const references = (tags: readonly string[]) => tags.map((tag) => `${server.address}/team/worker:${tag}`);
  return {
    ...{ server, engine, image, ports, clock, recorded, arrived },
    pushes: () => pushes,
    /** @returns what arrived. */
    async push(...tags: readonly string[]): Promise<readonly PushedImage[]> {
      const request = { image, references: references(tags.length > 0 ? tags : ["1"]), retrying };
      await pushImage(request, ports, (one) => arrived.push(one));
      return arrived;
    },
    require: () => requirePushable(references(["1"]), retrying, ports),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
