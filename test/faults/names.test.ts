import { afterAll, beforeAll } from "vitest";
import { NameServer } from "../support/name-server.ts";
import { lostNames } from "./cases/names-and-certificates.ts";
import { FaultBench } from "./fault-bench.ts";
import { runCases } from "./run-cases.ts";
import { underPip } from "./under-pip.ts";

const NAME = "index.fault.example";

let bench: FaultBench;
let server: NameServer;
beforeAll(async () => {
  bench = await FaultBench.open({
    indexName: NAME,
    daemonOptions: (gateway) => ["--dns", gateway],
    within: ({ place }) => ["unshare", "--mount", "sh", "-ec", OWN_RESOLVER, place.path("resolv.conf")],
  });
  const { gateway } = bench.engine;
  await bench.place.write("resolv.conf", `nameserver ${gateway}\noptions timeout:2 attempts:2\n`);
  server = new NameServer(NAME, gateway);
  await server.start();
});
afterAll(async () => {
  await server?.stop();
  await bench?.close();
});

/** The build itself asks the same name server as its containers, in a mount namespace of its own. */
const OWN_RESOLVER = 'mount --bind "$0" /etc/resolv.conf; exec "$@"';

const CASES = lostNames(() => server);

runCases([...CASES, ...underPip(CASES)], () => bench);
