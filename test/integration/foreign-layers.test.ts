import { afterAll, beforeAll, expect, test } from "vitest";
import { variation } from "../support/full.ts";
import { PackageIndex } from "../support/package-index.ts";
import { wheel } from "../support/python-packages.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
let index: PackageIndex;
beforeAll(async () => {
  place = await Workplace.open();
  index = new PackageIndex({ host: await place.gateway(), files: [wheel({ name: "first" })] });
  await index.start();
  const phases = [{ name: "first", packages: ["first"], imports: ["first"] }];
  await place.write("install.yml", { version: 1, name: "foreign", base: { image: place.base }, phases });
});
afterAll(async () => {
  await index?.stop();
  await place?.close();
});

async function build() {
  const run = await place.run(["build"], { env: { PIP_INDEX_URL: index.url } });
  expect(run.exitCode, run.stderr).toBe(0);
  const { built } = await place.report();
  return { ...run, imageId: built?.imageId ?? "", statuses: built?.phases.map((one) => one.status) };
}

/** The tags of the finished layers on this workplace's base. */
async function layerTags(): Promise<readonly string[]> {
  const images = await place.images();
  return images.flatMap((one) => (one.RepoTags ?? []).filter((tag) => tag.startsWith("surelayer-layer:")));
}

/** `FROM surelayer-layer:…`, one more layer, and the same name again. */
async function retag(reference: string): Promise<string> {
  const container = await place.docker.createContainer({
    Image: reference,
    Cmd: ["sh", "-c", "echo evil > /evil"],
    Entrypoint: [],
  });
  await container.start();
  await container.wait();
  const [repo, tag] = reference.split(":");
  await container.commit({ repo, tag });
  await container.remove();
  const { RootFS } = await place.docker.getImage(reference).inspect();
  return RootFS.Layers?.at(-1) ?? "";
}

test("a finished layer whose tag was moved to `FROM ours; RUN evil` is taken as it was made", async () => {
  const first = await build();
  const tags = await layerTags();
  expect(tags).toHaveLength(2);
  const evil: string[] = [];
  for (const tag of tags) evil.push(await retag(tag));

  const second = await build();

  expect(second.imageId).toBe(first.imageId);
  expect(second.statuses).toEqual(["cached"]);
  const { RootFS } = await place.docker.getImage(second.imageId).inspect();
  for (const layer of evil) expect(RootFS.Layers).not.toContain(layer);
  for (const tag of tags) expect(second.stderr).toContain(`${tag} names another image`);
  expect((await build()).stderr).not.toContain("names another image");
});

variation(
  "another user of the engine takes none of this user's layers, and a user with no memory makes them again",
  async () => {
    const { imageId } = await build();
    const env = { PIP_INDEX_URL: index.url, XDG_STATE_HOME: place.path("other-state") };
    const run = await place.run(["build"], { env });
    const { built } = await place.report();

    expect(run.exitCode, run.stderr).toBe(0);
    expect(built?.phases.map((one) => one.status)).toEqual(["installed"]);
    expect(built?.imageId).not.toBe(imageId);
    expect(run.stderr).toContain("isn't known as a layer of your builds");
  },
);
