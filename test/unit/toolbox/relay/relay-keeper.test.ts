import { expect, test } from "vitest";
import { relaySettings } from "../../../../src/host/network/relay-settings.ts";
import { withToolbox } from "../../../../src/toolbox/toolbox.ts";
import { MemoryEngine } from "../../../support/memory-engine.ts";
import type { MemoryExec } from "../../../support/memory-programs.ts";
import { SimulatedBase } from "../../../support/simulated-base.ts";
import { testPorts } from "../../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const ENV = { UV_DEFAULT_INDEX: "https://me:s3cret@index.example/simple" };

/** A machine with a login, whose relay runs until `end` is called, or says something and ends at once. */
function scene(said = "ready\n") {
  const started: MemoryExec[] = [];
  let end = () => {};
  const programs = new SimulatedBase([], undefined, {
    "python -I -S": (exec) => {
      started.push(exec);
      exec.print(said);
      if (said !== "ready\n") return 1;
      return new Promise<number>((resolve) => {
        end = () => resolve(137);
      });
    },
  });
  const engine = new MemoryEngine({ onExec: programs.onExec });
  const base = { image: engine.addImage("base:1").id, python: "/usr/bin/python3" };
  const network = { caBundle: undefined, installerEnv: ENV, relay: relaySettings(ENV) };
  const ports = testPorts({ engine, network });
  return { engine, base, ports, started, end: () => end() };
}

test("one relay serves all containers of a run, and is removed with them", async () => {
  const { engine, base, ports, started, end } = scene();
  const networks: (string | undefined)[] = [];
  const relays: { readonly id: string }[] = [];

  await withToolbox(RUN, base, ports, async (toolbox) => {
    const open = (purpose: string) =>
      toolbox.open(base.image, purpose, async (container) => {
        networks.push(engine.containers.get(container.id)?.spec.network);
        relays.push(...[...engine.containers.values()].filter((one) => one.name === "surelayer-r1-relay"));
      });
    await Promise.all([open("one"), open("two")]);
  });
  end();

  expect(started).toHaveLength(1);
  expect(networks).toEqual(relays.map((one) => one.id));
  expect(relays).toHaveLength(2);
  expect(JSON.parse(started[0]?.spec.env?.["SURELAYER_RELAY"] ?? "")).toMatchObject({
    logins: { "index.example": { origin: "https://index.example" } },
  });
  expect([engine.containers.size, engine.volumes.size]).toEqual([0, 0]);
});

test("a relay that an engine's restart has stopped is started again", async () => {
  const { base, ports, started, end } = scene();

  await withToolbox(RUN, base, ports, async (toolbox) => {
    await toolbox.open(base.image, "one", async () => end());
    await toolbox.open(base.image, "two", async () => undefined);
    end();
  });

  expect(started).toHaveLength(2);
});

test("a relay that doesn't start says why", async () => {
  const { engine, base, ports } = scene("ImportError: no ssl\n");

  const opening = withToolbox(RUN, base, ports, (toolbox) => toolbox.open(base.image, "one", async () => 1));

  await expect(opening).rejects.toMatchObject({
    message: "The relay that adds logins to a container's requests doesn't start.",
    evidence: "ImportError: no ssl",
  });
  expect([engine.containers.size, engine.volumes.size]).toEqual([0, 0]);
});
