import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ensureRegistry } from "../../../../src/app/quickstart/ensure-registry.ts";
import { openState, REGISTRY } from "../../../../src/app/quickstart/state.ts";
import { type Machine, makeMachine, StartableEngine } from "../../../support/quickstart-machine.ts";

const servers: Server[] = [];
const folders: string[] = [];
const pids: number[] = [];
afterEach(async () => {
  for (const pid of pids.splice(0)) process.kill(pid, "SIGKILL");
  closeServers();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

function closeServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Sets the ports that are looked at, so that a test meets no registry of the machine that it runs on. */
async function setUp(): Promise<{ machine: Machine; firstPort: number }> {
  const machine = await makeMachine(new StartableEngine());
  folders.push(machine.folder);
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => probe.once("listening", ready));
  const firstPort = (probe.address() as AddressInfo).port;
  await new Promise((closed) => probe.close(closed));
  return { machine, firstPort };
}

async function serveRegistry(
  port: number,
  headers = { "docker-distribution-api-version": "registry/2.0" },
  status = 200,
) {
  const server = createServer((_request, response) => void response.writeHead(status, headers).end("{}"));
  servers.push(server.listen(port, "127.0.0.1"));
  await new Promise((ready) => server.once("listening", ready));
}

/** A registry as a program: `docker-registry serve CONFIG`, answering where its configuration says. */
const REGISTRY_SCRIPT = `// docker-registry
  if (process.argv[2] !== "serve") process.exit(2);
  const config = JSON.parse(require("node:fs").readFileSync(process.argv[3], "utf8"));
  const [host, port] = config.http.addr.split(":");
  const headers = { "docker-distribution-api-version": "registry/2.0" };
  require("node:http").createServer((_, response) => response.writeHead(200, headers).end("{}")).listen(port, host);
`;

async function ensure({ machine, firstPort }: Awaited<ReturnType<typeof setUp>>) {
  const state = await openState(machine.settings.stateFolder, machine.ports.files);
  const address = await ensureRegistry(machine.ports, { state, firstPort });
  const started = state.current().started.find((one) => one.what === REGISTRY);
  if (started?.process && !pids.includes(started.process.pid)) pids.push(started.process.pid);
  return { address, started };
}

describe("ensureRegistry", () => {
  it("uses the registry that answers", async () => {
    const place = await setUp();
    await serveRegistry(place.firstPort);
    expect(await ensure(place)).toEqual({ address: `127.0.0.1:${place.firstPort}`, started: undefined });
  });

  it("starts the registry program on the loopback, finds it again, and starts another when it was stopped", async () => {
    const place = await setUp();
    const program = await place.machine.addProgram("docker-registry", REGISTRY_SCRIPT);
    const first = await ensure(place);
    expect(first.address).toBe(`127.0.0.1:${place.firstPort}`);
    expect(first.started).toMatchObject({
      process: { program },
      stop: `kill ${first.started?.process?.pid}`,
    });
    const config = await place.machine.ports.files.readText(
      `${place.machine.settings.stateFolder}/registry.yml`,
    );
    expect(JSON.parse(config)).toMatchObject({ http: { addr: first.address } });
    const start = performance.now();
    expect(await ensure(place)).toEqual(first);
    expect(performance.now() - start).toBeLessThan(300);
    process.kill(pids.splice(0)[0] as number, "SIGKILL");
    await new Promise((later) => setTimeout(later, 100));
    const second = await ensure(place);
    expect(second.started?.process?.pid).not.toBe(first.started?.process?.pid);
  });

  it.each([
    ["wants credentials", { "docker-distribution-api-version": "registry/2.0" }, 401],
    ["is something else", {}, 200],
  ])("goes to the next port where what answers %s", async (_what, headers, status) => {
    const place = await setUp();
    await serveRegistry(place.firstPort, headers as { "docker-distribution-api-version": string }, status);
    await place.machine.addProgram("docker-registry", REGISTRY_SCRIPT);
    const { address } = await ensure(place);
    expect(Number(address.split(":")[1])).toBeGreaterThan(place.firstPort);
    expect(place.machine.text()).toContain(`Port ${place.firstPort} is taken`);
  });

  it("says why a registry doesn't start", async () => {
    const place = await setUp();
    await place.machine.addProgram("docker-registry", "echo 'yaml: broken' >&2; exit 1");
    await expect(ensure(place)).rejects.toMatchObject({
      evidence: "yaml: broken",
      message: expect.stringContaining("its program ended"),
    });
  });

  it("falls back to the image by the docker command, and starts an earlier container again", async () => {
    const place = await setUp();
    const { folder } = place.machine;
    const port = place.firstPort;
    await place.machine.addProgram(
      "docker",
      `echo "$@" >> ${folder}/docker.log
case $1 in
start) test -f ${folder}/made;;
port) echo 127.0.0.1:${port};;
run) : > ${folder}/made;;
esac`,
    );
    const failing = ensure(place);
    // The container answers once it runs.
    await new Promise((later) => setTimeout(later, 300));
    await serveRegistry(port);
    expect(await failing).toMatchObject({
      address: `127.0.0.1:${port}`,
      started: { stop: "docker stop surelayer-registry" },
    });
    const log = await place.machine.ports.files.readText(`${folder}/docker.log`);
    expect(log).toContain(`--publish 127.0.0.1:${port}:5000 registry:2`);
    closeServers();
    const again = ensure(place);
    await new Promise((later) => setTimeout(later, 300));
    await serveRegistry(port);
    expect((await again).address).toBe(`127.0.0.1:${port}`);
    expect((await place.machine.ports.files.readText(`${folder}/docker.log`)).match(/^run /gmu)).toHaveLength(
      1,
    );
  });

  it("says what to do where nothing can be started", async () => {
    await expect(ensure(await setUp())).rejects.toThrow(
      "No registry answers on this machine, and none can be started.",
    );
  });
});
