import { describe, expect, test } from "vitest";
import { runCommand } from "../../../../src/app/commands.ts";
import { LAYER_LABEL, LAYER_REPOSITORY } from "../../../../src/image/layers/layer-cache.ts";
import type { Image } from "../../../../src/ports/engine.ts";
import type { Report } from "../../../../src/report/report.ts";
import { type BuildScene, buildScene } from "../../../support/build-scene.ts";
import { COPYING } from "../../../support/scene-builds.ts";
import { type TestPorts, testPorts } from "../../../support/test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
const EVIL = "sha256:evil";

/** A user's machine on which the scene was built once. */
async function built(): Promise<{ scene: BuildScene; ports: TestPorts; again: () => Promise<Report> }> {
  const scene = await buildScene(COPYING);
  const ports = testPorts({ engine: scene.engine });
  const again = () => runCommand(RUN, scene.options(), ports, "0.0.0");
  await again();
  ports.log.lines.length = 0;
  return { scene, ports, again };
}

/** The finished layers that a build left, with the tag of each. */
async function finished({ engine }: BuildScene): Promise<readonly (readonly [string, Image])[]> {
  const images = await engine.listImages({ [LAYER_LABEL]: "" });
  return images.flatMap((image) =>
    image.references
      .filter((one) => one.startsWith(`${LAYER_REPOSITORY}:`))
      .map((one) => [one, image] as const),
  );
}

/** What an attacker on the engine puts in the place of a finished layer, by its tag. */
const ATTACKS: readonly (readonly [string, (image: Image) => Partial<Image>])[] = [
  // `FROM surelayer-layer:…` and `RUN evil`: labels are inherited.
  ["only descends from it", (image) => ({ labels: image.labels, layers: [...image.layers, EVIL] })],
  ["carries its label", (image) => ({ labels: image.labels, layers: [EVIL] })],
  ["is anything else", () => ({ layers: [EVIL] })],
];

describe("a tag of a finished layer that was moved", () => {
  test.each(ATTACKS)(
    "to an image that %s brings none of it into a build, and is warned about",
    async (_, attack) => {
      const { scene, ports, again } = await built();
      await using _scene = scene;
      const layers = await finished(scene);
      expect(layers).toHaveLength(3);

      for (const [reference, image] of layers) {
        const { id, ...foreign } = scene.engine.addImage(reference, attack(image));
        expect((await scene.engine.findImage(reference))?.id).toBe(id);
        expect(foreign.layers).toContain(EVIL);
        const report = await again();
        const result = await scene.engine.findImage(report.built?.imageId ?? "");
        expect(result?.layers).not.toContain(EVIL);
        expect(ports.log.said("warn").join("\n")).toContain(reference);
      }
    },
  );
});

test("a forged layer that nobody of this user's made isn't taken", async () => {
  const { scene, again } = await built();
  await using _scene = scene;
  const layers = await finished(scene);
  const fresh = testPorts({ engine: scene.engine });
  for (const [reference, image] of layers) {
    scene.engine.addImage(reference, { labels: image.labels, layers: [...image.layers, EVIL] });
  }

  const report = await runCommand(RUN, scene.options(), fresh, "0.0.0");

  const result = await scene.engine.findImage(report.built?.imageId ?? "");
  expect(result?.layers).not.toContain(EVIL);
  await again();
});
