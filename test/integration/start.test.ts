import { afterAll, beforeAll, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "core" })] });
  await index.start();
  await place.write("app/handler.py", "print('ready')\n");
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function run(verb: "build" | "validate", command: readonly string[], more: object = {}) {
  await place.write("install.yml", {
    ...{ version: 1, name: "starting", base: { image: place.base } },
    phases: [{ name: "core", packages: ["core"] }],
    files: [{ from: "app", to: "/app" }],
    ...{ command, ...more },
  });
  return await place.run([verb], { env: { PIP_INDEX_URL: index.url } });
}

test("a misspelt file of the command is found before anything is planned", async () => {
  const { exitCode, stderr } = await run("validate", ["python3", "-u", "/app/handlr.py"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /there is no `\/app\/handlr\.py` among `files`; did you mean `\/app\/handler\.py`\?/,
  );
});

test("an image whose program isn't there is not finished, and the program that is there is named", async () => {
  const { exitCode, stderr } = await run("build", ["python", "-u", "/app/handler.py"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/can't start: `python`, the program of its `command`, isn't in the image's PATH/);
  expect(stderr).toMatch(/→ Write `python3/);
  await expect(place.docker.getImage("surelayer/starting:built").inspect()).rejects.toThrow();

  const corrected = await run("build", ["python3", "-u", "/app/handler.py"]);
  expect(corrected.exitCode).toBe(0);
  expect((await place.report()).built?.phases[0]?.status).toBe("cached");
});

variation("a file that nothing brings is named, one that the phase's commands make is found", async () => {
  const absent = await run("build", ["python3", "/app/made/later"]);
  expect(absent.exitCode).toBe(1);
  expect(absent.stderr).toContain("The image has no /app/made/later, which its `command` names.");

  const make = [
    ["mkdir", "-p", "/app/made"],
    ["touch", "/app/made/later"],
  ];
  const phases = [{ name: "core", packages: ["core"], run: make, run_size: "1MB" }];
  expect((await run("build", ["python3", "/app/made/later"], { phases })).exitCode).toBe(0);
});

variation("the manifest's own PATH counts", async () => {
  const { exitCode, stderr } = await run("build", ["python3"], { env: { PATH: "/nowhere" } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("isn't in the PATH that `env` sets");
});

variation(
  "a working folder that is a file keeps an image from being finished; one that isn't there doesn't",
  async () => {
    const command = ["python3", "/app/handler.py"];
    const refused = await run("build", command, { workdir: "/etc/passwd/data" });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      "The image can't start: its `workdir` is /etc/passwd/data, and /etc/passwd is a file.",
    );
    const copied = await run("build", command, { workdir: "/app/handler.py" });
    expect(copied.stderr).toContain("its `workdir` is /app/handler.py, and /app/handler.py is a file.");

    // The engine makes it when the container starts.
    expect((await run("build", command, { workdir: "/nowhere/deep" })).exitCode).toBe(0);
  },
);
