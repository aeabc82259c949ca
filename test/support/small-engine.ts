import Docker from "dockerode";
import { openEngine } from "../../src/docker/address/open-engine.ts";
import { createNodeFiles } from "../../src/host/node-files.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { openRealEngine, realClientOptions } from "./real-engine.ts";
import { SecondEngine } from "./second-engine.ts";
import { type TestPorts, testPorts } from "./test-ports.ts";

/** An engine on a small disk of its own, with the base image, and ports that reach it for real. */
export interface SmallEngine extends AsyncDisposable {
  readonly second: SecondEngine;
  /** Reference of the base. */
  readonly image: string;
  readonly python: string;
  ports(changes?: Partial<Ports>): TestPorts;
}

export async function startSmallEngine(
  megabytes: number,
  daemonOptions?: (gateway: string) => readonly string[],
): Promise<SmallEngine> {
  const { image } = await openRealEngine();
  const second = await SecondEngine.start(megabytes, daemonOptions);
  try {
    await second.load(await new Docker(await realClientOptions()).getImage(image).get());
    const engine = await openEngine({ url: second.address, source: "the test" }, createSystemClock());
    const real = { engine, files: createNodeFiles(), clock: createSystemClock() };
    return {
      second,
      image,
      python: "/usr/bin/python3",
      ports: (changes) => testPorts({ ...real, ...changes }),
      [Symbol.asyncDispose]: () => second.stop(),
    };
  } catch (error) {
    await second.stop();
    throw error;
  }
}
