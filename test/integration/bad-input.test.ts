import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { expectRefusal } from "../support/refusal.ts";
import { Workplace } from "../support/workplace.ts";

const VANISHED = wheel({ name: "vanished" });
const LOST = wheel({ name: "lost-later" });

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const files = [wheel({ name: "known" }), wheel({ name: "known", version: "2.0" }), VANISHED, LOST];
  const onDownload = (name: string) => {
    if (name === LOST.name) index.withdraw(name);
  };
  index = new PackageIndex({ host: await place.gateway(), files, onDownload });
  await index.start();
  index.withdraw(VANISHED.name);
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

/** Nobody listens there: it is below the ports that a system gives away, also to the test beside this one. */
const CLOSED_PORT = 9;

const manifestOn = (image: string) => ({
  version: 1,
  name: "bad",
  base: { image },
  phases: [{ name: "one", packages: ["known"] }],
});

async function build(packages: readonly string[], more: object = {}) {
  const phases = [{ name: "one", packages }];
  await place.write("install.yml", { version: 1, name: "bad", base: { image: place.base }, phases, ...more });
  return await place.run(["build"], { env: { PIP_INDEX_URL: index.url } });
}

describe("a package", () => {
  test("that nobody has", async () => {
    await expectRefusal(
      place,
      await build(["knowm"]),
      4,
      /error: No package named knowm is in the index\.\n/,
      /→ Check the spelling of knowm \(phase one\)/,
    );
  });

  variation("in a version that the index doesn't have", async () => {
    await expectRefusal(
      place,
      await build(["known==3.0"]),
      4,
      /error: The index has no known==3\.0\.\n/,
      /→ Each of these was tried and resolves:\n +1\. Take `known==2\.0`\./,
    );
  });

  variation("in two versions at once", async () => {
    await expectRefusal(
      place,
      await build(["known==1.0", "known==2.0"]),
      4,
      /error: The phases' packages can't be installed together: they want different versions of known\.\n/,
      /asks for known==1\.0\n.*asks for known==2\.0\n.*→ Each of these was tried and resolves:/s,
    );
  });

  variation("whose file vanished from the index", async () => {
    await expectRefusal(
      place,
      await build(["vanished"]),
      4,
      /error: .* gone from (it|the index)\.\n/,
      /vanished-1\.0/,
      /→ /,
    );
  });

  variation("whose file vanishes between plan and install", async () => {
    await expectRefusal(
      place,
      await build(["lost-later"]),
      4,
      /error: Phase one failed after 2 tries.*: file gone; /,
      /lost_later-1\.0/,
      /→ Plan again/,
    );
  });
});

describe("an engine", () => {
  test.each([
    { what: "behind a closed port", host: () => `tcp://127.0.0.1:${CLOSED_PORT}` },
    { what: "behind a socket that isn't there", host: () => "unix:///nowhere/docker.sock" },
  ])("$what", async ({ host }) => {
    await place.write("install.yml", manifestOn(place.base));
    const run = await place.run(["build"], { env: { DOCKER_HOST: host() } });
    await expectRefusal(place, run, 7, /^error: No container engine answers at /, /→ Start Docker/);
    expect(run.stderr).toContain(host());
  });
});

describe("a base image", () => {
  const on = (image: string) => build(["known"], { base: { image } });

  test("that no registry answers for", async () => {
    const name = `127.0.0.1:${CLOSED_PORT}/team/base:1`;
    await expectRefusal(
      place,
      await on(name),
      6,
      new RegExp(`error: .*127.0.0.1:${CLOSED_PORT}`),
      /→ Check /,
    );
  });

  test("that its registry doesn't have", async () => {
    const run = await on(`${place.registry()}/team/no-such-base:1`);
    await expectRefusal(
      place,
      run,
      6,
      /error: The registry .* has no image .*no-such-base:1\./,
      /→ Check name and tag/,
    );
  });

  test("without Python", async () => {
    const image = await without("/usr/bin/python3*", "no-python");
    await expectRefusal(
      place,
      await on(image),
      1,
      /error: The base image .*no Python/,
      /→ Use a base image with Python/,
    );
  });

  variation("without a single program", async () => {
    const image = `surelayer-test-empty:${place.id}`;
    const archive = Readable.from([Buffer.alloc(1024)]);
    const stream: NodeJS.ReadableStream = await place.docker.importImage(archive, {
      repo: "surelayer-test-empty",
      tag: place.id,
    });
    await text(stream);
    try {
      await expectRefusal(
        place,
        await on(image),
        1,
        /error: The base image .*no Python/,
        /→ Use a base image with Python/,
      );
    } finally {
      await place.docker.getImage(image).remove({ force: true });
    }
  });

  variation("without pip, when the installer isn't here yet", async () => {
    const image = await without("/usr/lib/python3/dist-packages/pip", "no-pip");
    await place.write("install.yml", manifestOn(image));
    const run = await place.run(["build"], { env: { XDG_CACHE_HOME: place.path("empty-cache") } });
    await expectRefusal(
      place,
      run,
      1,
      /error: The base image has no pip/,
      /→ Use a base image with python3 and pip/,
    );
  });

  /** The base with something taken out. */
  async function without(paths: string, tag: string): Promise<string> {
    const container = await place.docker.createContainer({
      Image: place.base,
      Cmd: ["sh", "-c", `rm -rf ${paths}`],
    });
    await container.start();
    await container.wait();
    const repo = `surelayer-test-base-${tag}`;
    await container.commit({ _query: { container: container.id, repo, tag: place.id }, _body: {} });
    await container.remove();
    return `${repo}:${place.id}`;
  }
});
