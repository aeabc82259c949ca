import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../../src/app/commands.ts";
import { requireNames } from "../../../src/app/require-names.ts";
import { UsageError } from "../../../src/text/errors.ts";
import { buildScene } from "../../support/build-scene.ts";
import { scratchFolder } from "../../support/scratch-folder.ts";
import { testPorts } from "../../support/test-ports.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const LAYERS = "Surelayer names its finished layers so";
const refusalOf = (...tags: readonly string[]) =>
  requireNames({ tags, push: false }, testPorts()).then(
    () => undefined,
    (error: unknown) => error,
  );

test.each([
  ["surelayer-layer:1", LAYERS, "registry.example/team/surelayer-layer:1.0"],
  ["surelayer-layer", LAYERS, "registry.example/team/"],
  ["docker.io/library/surelayer-layer:1", LAYERS, "registry.example/team/"],
  ["localhost/surelayer-layer:1", LAYERS, "registry.example/team/"],
  ["surelayer-base:bookworm", "the quickstart names its base image so", "registry.example/team/"],
  ["scratch", "engines read it as no image at all", "registry.example/team/"],
  ["a".repeat(64), "engines read it as the id of an image", "registry.example/team/"],
  ["sha256:1", "engines read it as the id of an image", "registry.example/team/"],
])("%s is taken", async (tag, why, remedy) => {
  expect(await refusalOf("worker:1", tag)).toMatchObject({
    exitCode: 2,
    message: `The image can't be named ${tag}: ${why}.`,
    remedy: expect.stringContaining(remedy),
  });
});

test.each([
  [["a:1", "b:1", "a:1"], "The name a:1 is given twice."],
  [
    ["a", "docker.io/library/a:latest"],
    "a and docker.io/library/a:latest are the same name: docker.io/library/a:latest.",
  ],
])("%j has a name twice", async (tags, message) => {
  expect(await refusalOf(...tags)).toMatchObject({ exitCode: 2, message, remedy: "Give each name once." });
});

test("a file that is there is no name, and a folder may be one", async () => {
  await using scratch = await scratchFolder();
  const [file, folder] = [join(scratch.path, "other.yml"), join(scratch.path, "worker")];
  await writeFile(file, "version: 1\n");
  await mkdir(folder);

  const refusal = await refusalOf("a/b:1", file);

  expect(refusal).toMatchObject({
    exitCode: 2,
    message: `${file} is a file here, so it is hardly meant as a name of the image.`,
    remedy: expect.stringContaining(`surelayer build ${file} --tag NAME`),
  });
  expect(await testPorts().files.isFile(folder)).toBe(false);
});

test.each([`worker@${DIGEST}`, "Team/Worker:1"])("%s is no name to give", async (tag) => {
  expect(await refusalOf(tag)).toBeInstanceOf(UsageError);
});

test.each([
  ["registry.example/surelayer-layer:1"],
  ["team/surelayer-layer:1"],
  ["constructor"],
  ["a:1", "a:2", "registry.example/a:1"],
])("%s is free", async (...tags) => {
  expect(await refusalOf(...tags)).toBeUndefined();
});

test("a name that is refused ends a build before anything happens", async () => {
  await using scene = await buildScene();
  const ports = testPorts({ engine: scene.engine });

  const running = runCommand(
    { id: "r1", owner: "host/1" },
    scene.options({ tags: ["surelayer-layer:1"] }),
    ports,
    "0.0.0",
  );

  await expect(running).rejects.toBeInstanceOf(UsageError);
  expect(scene.base.commands).toEqual([]);
  expect(await ports.files.exists(join(scene.folder, "out"))).toBe(false);
});
