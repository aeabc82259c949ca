import { afterAll, beforeAll, expect, test } from "vitest";
import { Foreigners } from "../support/foreigners.ts";
import { FULL, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { RegistryServer } from "../support/registry-server.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let foreigners: Foreigners;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  foreigners = await Foreigners.open(place);
  index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "cargo" })] });
  await index.start();
  await place.write("install.yml", {
    version: 1,
    name: "shipped",
    base: { image: place.base },
    phases: [{ name: "cargo", packages: ["cargo"], imports: ["cargo"] }],
    command: ["python3", "-c", "import cargo; print('arrived', cargo.version)"],
  });
});
afterAll(async () => {
  await index?.stop();
  await foreigners?.close();
  await place?.close();
});

const build = (...args: string[]) => place.run(["build", ...args], { env: { PIP_INDEX_URL: index.url } });

test("every tag is pushed, proved by its digest, and what lies there runs", async () => {
  const names = [1, 2].map((tag) => `${place.registry()}/test-${place.id}/shipped:${tag}`);
  const run = await build("--push", ...names.flatMap((name) => ["--tag", name]));
  expect(run.stderr).not.toContain("error");
  expect(run.exitCode).toBe(0);
  const { pushed, built } = await place.report();
  expect(pushed.map((one) => one.reference)).toEqual(names);
  expect(built?.references).toEqual(names);

  for (const { reference, digest } of pushed) {
    const url = `http://${reference.replace(/^([^/]+)\/(.*):(\d+)$/, "$1/v2/$2/manifests/$3")}`;
    const accept =
      "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
    const answer = await fetch(url, { method: "HEAD", headers: { accept } });
    expect(answer.headers.get("docker-content-digest")).toBe(digest);
    expect(run.stdout).toContain(`${reference}@${digest}`);
  }
  for (const name of names) await place.docker.getImage(name).remove();
  const byDigest = `${names[0]?.replace(/:\d+$/, "")}@${pushed[0]?.digest}`;
  await place.docker
    .pull(byDigest)
    .then((stream) => new Promise((resolve) => place.docker.modem.followProgress(stream, resolve)));
  try {
    expect(await foreigners.runOnce(byDigest)).toBe("arrived 1.0\n");
  } finally {
    await place.docker.getImage(byDigest).remove({ force: true });
  }
});

const refusals = [
  {
    what: "wants a login that nobody gave",
    server: new RegistryServer({ auth: "basic", login: { username: "a", password: "b" } }),
    says: /does not let this user push to .*\n.*\n.*docker login/,
  },
  {
    what: "hands out no token",
    server: new RegistryServer({ auth: "bearer", login: { username: "a", password: "b" } }),
    says: /does not let this user push to .*\n.*\n.*docker login/,
  },
];

test.each(FULL ? refusals : refusals.slice(0, 1))("a registry that $what", async ({ server, says }) => {
  await server.start();
  try {
    const name = `${server.address}/team/worker:1`;
    const run = await build("--push", "--tag", name);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toContain(server.address);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.exitCode).toBe(6);
    // Nothing was planned, let alone built.
    expect(await place.report()).toMatchObject({ plan: null, built: null, pushed: [] });
    expect(await place.leftBy(run.pid)).toEqual([]);
  } finally {
    await server.stop();
  }
});

variation("a registry that doesn't answer", async () => {
  const server = new RegistryServer();
  await server.start();
  const { address } = server;
  await server.stop();
  const run = await build("--push", "--tag", `${address}/team/worker:1`);
  expect(run.stderr).toContain(`The registry ${address} does not answer.`);
  expect(run.exitCode).toBe(6);
  expect((await place.report()).plan).toBeNull();
  expect(await place.leftBy(run.pid)).toEqual([]);
});

test("an image that failed its verification is not pushed", async () => {
  const name = `${place.registry()}/test-${place.id}/unproved:1`;
  await place.write("sample.wav", new Uint8Array(100));
  await place.write("sample.txt", "some words");
  const manifest = JSON.parse(await place.read("install.yml"));
  const timings = { audio: "sample.wav", text: "sample.txt", coverage: 0.9 };
  await place.write("unproved.yml", { ...manifest, name: "unproved", verify: { timings } });
  const run = await build("unproved.yml", "--push", "--tag", name);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("it was not pushed");
  const answer = await fetch(`http://${place.registry()}/v2/test-${place.id}/unproved/manifests/1`);
  expect(answer.status).toBe(404);
});
