import { afterAll, beforeAll, expect, test } from "vitest";
import { installers, variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let first: PackageIndex;
let mirror: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  const lost = ["uv", "pip", "down", "other"].map((name) =>
    wheel({ name: `${name}-lost`, requires: ["kept"] }),
  );
  const files = [wheel({ name: "kept" }), ...lost];
  const host = await place.gateway();
  first = new PackageIndex({ host, files });
  mirror = new PackageIndex({ host, files });
  await Promise.all([first.start(), mirror.start()]);
});
afterAll(async () => {
  await Promise.all([first?.stop(), mirror?.stop()]);
  await place?.close();
});

/** Each test has a package of its own: a layer that another one has built would be found again. */
const fileOf = (name: string) => `${name}_lost-1.0-py3-none-any.whl`;

async function build(name: string, install: object, main = mirror) {
  const phases = [{ name, packages: [`${name}-lost`], imports: [`${name}_lost`, "kept"] }];
  await place.write(`${name}/install.yml`, {
    version: 1,
    name,
    base: { image: place.base },
    phases,
    install,
  });
  // Installers ask an extra index before the main one.
  const env = { PIP_INDEX_URL: main.url, PIP_EXTRA_INDEX_URL: first.url };
  const run = await place.run(["build"], { cwd: place.path(name), env });
  return { ...run, report: await place.report(name) };
}

// Also the everyday run installs by pip once.
test.each(installers("pip", "uv"))(
  "with %s, a file that its index has lost is taken from another one that has the same",
  async (installer) => {
    const file = fileOf(installer);
    first.fail(file, 404, 99);
    const { exitCode, stderr, report } = await build(installer, { installer, first_delay: "1s" });

    expect(stderr).toContain(`${file} is taken from another index`);
    expect(exitCode).toBe(0);
    const [once, again] = report.journal.attempts;
    expect([once?.class.id, again?.class.id]).toEqual(["N6G", "N6G"]);
    expect(again?.recovery).toBe("other-source");
    expect(mirror.requests.some((one) => one.url.endsWith(file) && one.status === 200)).toBe(true);
  },
);

variation("an index that is down for longer than is bridged loses its other files, too", async () => {
  first.fail(fileOf("down"), 503, 999);
  const install = { bridge: "5s", first_delay: "1s" };
  const { exitCode, stderr, report } = await build("down", install);

  expect(stderr).not.toContain("error:");
  expect(exitCode).toBe(0);
  const [last] = report.journal.attempts.slice(-1);
  expect(last?.recovery).toBe("other-source");
  // While uv waits before it asks again, the index may close the connection that it then asks by.
  expect(last?.class.id).toMatch(/^N[26]$/);
});

variation("a file of the same name and another content is no such file", async () => {
  const files = { "other_lost/other.py": "other = True\n" };
  const host = await place.gateway();
  const other = new PackageIndex({ host, files: [wheel({ name: "other-lost", requires: ["kept"], files })] });
  await other.start();
  first.fail(fileOf("other"), 404, 99);

  const { exitCode, stderr } = await build("other", { first_delay: "1s" }, other);
  await other.stop();

  expect(exitCode).toBe(4);
  expect(stderr).not.toContain("is taken from another index");
});
