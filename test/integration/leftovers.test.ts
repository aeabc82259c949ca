import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import type { SurelayerProcess } from "../support/surelayer-process.ts";
import { ignoreAbsent, Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
/** While it is closed, installers wait for packages that are named `held-…`. */
let gate: { arrived: boolean; readonly opened: Promise<void>; open(): void };
beforeAll(async () => {
  place = await Workplace.open();
  const onDownload = async (name: string) => {
    if (!name.startsWith("held")) return;
    gate.arrived = true;
    await gate.opened;
  };
  const names = ["held-by-three", "held-by-stranger", "held-elsewhere", "quick"];
  const files = names.map((name) => wheel({ name }));
  index = new PackageIndex({ host: await place.gateway(), files, onDownload });
  await index.start();
  for (const name of names) {
    const phases = [{ name: "only", packages: [name], imports: [name.replaceAll("-", "_")] }];
    await place.write(`${name}.yml`, { version: 1, name, base: { image: place.base }, phases });
  }
});
beforeEach(() => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  gate = { arrived: false, opened, open };
});
afterEach(() => gate.open());
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

const args = (verb: string, name: string, out: string) => [verb, `${name}.yml`, "--out", out];
const environment = () => ({ PIP_INDEX_URL: index.url });
const run = (verb: string, name: string, out: string) =>
  place.run(args(verb, name, out), { env: environment() });

/** Starts a build that waits for its package. */
async function heldBuild(name: string, within: readonly string[] = []): Promise<SurelayerProcess> {
  const held = place.start(args("build", name, name), { env: environment(), within });
  let ended = false;
  void held.outcome.then(() => {
    ended = true;
  });
  while (!gate.arrived && !ended) await sleep(20);
  return held;
}

/** Kills a build at its download. @returns its id, a volume that it left, and the labels of all that it left. */
async function killedBuild(
  name: string,
): Promise<{ readonly pid: number; readonly volume: string; readonly labels: Record<string, string> }> {
  const held = await heldBuild(name);
  held.kill("SIGKILL");
  await held.outcome;
  gate.open();
  const [volume = ""] = (await place.leftBy(held.pid)).flatMap((one) => /^volume (.+)$/.exec(one)?.[1] ?? []);
  const { Labels } = await place.docker.getVolume(volume).inspect();
  return { pid: held.pid, volume, labels: Labels };
}

test("three builds that start together after a kill all end well, and nothing of the dead one is left", async () => {
  const { pid, labels } = await killedBuild("held-by-three");
  // More than one build leaves, so that the three certainly meet: containers that run, each with a volume.
  const more = Array.from({ length: 8 }, (_, count) => `surelayer-test-${place.id}-${count}`);
  await Promise.all(
    more.map(async (name) => {
      await place.docker.createVolume({ Name: name, Labels: labels });
      const HostConfig = { Binds: [`${name}:/kept`] };
      const spec = { name, Image: place.base, Cmd: ["sleep", "600"], Labels: labels, HostConfig };
      await (await place.docker.createContainer(spec)).start();
    }),
  );

  const three = await Promise.all(["one", "two", "three"].map((out) => run("build", "held-by-three", out)));

  expect(three.map((one) => [one.exitCode, one.stderr.match(/^(error|warning).*/gm)])).toEqual(
    three.map(() => [0, null]),
  );
  expect(await place.leftBy(pid)).toEqual([]);
});

variation("a stranger's container with a volume of a dead run is named, and the build goes on", async () => {
  const { pid, volume } = await killedBuild("held-by-stranger");
  const stranger = `strangers-${place.id}`;
  const HostConfig = { Binds: [`${volume}:/theirs`] };
  const container = await place.docker.createContainer({ name: stranger, Image: place.base, HostConfig });
  try {
    const build = await run("build", "quick", "beside");

    expect(build.exitCode).toBe(0);
    expect(build.stderr.match(/^.*warning.*$/gim)).toEqual([
      expect.stringContaining(`the volume ${volume}, which the container ${stranger} uses`),
    ]);
    expect(await place.leftBy(pid)).toEqual([`volume ${volume}`]);
  } finally {
    await container.remove({ force: true }).catch(ignoreAbsent);
  }
  expect((await run("plan", "quick", "after")).stderr).not.toMatch(/warning/i);
  expect(await place.leftBy(pid)).toEqual([]);
});

/** A name of this machine that no other test has, so that only its own runs meet on it. */
const NAMED = `echo host-of-two-namespaces >/proc/sys/kernel/hostname`;
/** In the other namespace the build gets this id, which no process has out here. */
const FREE_ID = Array.from({ length: 500 }, (_, below) => 32_000 - below).find(
  (id) => !existsSync(`/proc/${id}`),
);
const HERE = ["unshare", "--uts", "sh", "-ec", `${NAMED}; exec "$@"`, "sh"];
const ELSEWHERE = [
  ...["unshare", "--uts", "--pid", "--fork", "--mount-proc", "sh", "-ec"],
  `${NAMED}; echo ${Number(FREE_ID) - 1} >/proc/sys/kernel/ns_last_pid; "$@"; exit $?`,
  "sh",
];

test("a build in another PID namespace lives, although nobody out here sees its process", async () => {
  const held = await heldBuild("held-elsewhere", ELSEWHERE);

  const plan = await place.run(args("plan", "quick", "here"), { env: environment(), within: HERE });
  gate.open();

  expect([plan.exitCode, (await held.outcome).exitCode]).toEqual([0, 0]);
});

variation(
  "of runs on other machines, the one that broke its promise to make something new is over",
  async () => {
    const volumes = { broke: "1", keeps: "900" };
    const nameOf = (what: string) => `surelayer-test-${place.id}-${what}`;
    for (const [what, lease] of Object.entries(volumes)) {
      const Labels = {
        "dev.surelayer.run": `${place.id}${what}`,
        "dev.surelayer.owner": "elsewhere/4711/1/pid:[4026531836]/00000000-0000-4000-8000-000000000000",
        "dev.surelayer.lease": lease,
      };
      await place.docker.createVolume({ Name: nameOf(what), Labels });
    }
    await sleep(3000);
    try {
      expect((await run("plan", "quick", "leases")).exitCode).toBe(0);
      const { Volumes } = await place.docker.listVolumes();
      const left = Volumes.map((one) => one.Name).filter((name) => name.includes(place.id));
      expect(left).toEqual([nameOf("keeps")]);
    } finally {
      await place.docker.getVolume(nameOf("keeps")).remove();
    }
  },
);
