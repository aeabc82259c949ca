import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureLayer } from "../../src/image/layers/measure-layer.ts";
import type { Container } from "../../src/ports/engine.ts";
import { archiveOf } from "../../src/toolbox/archive.ts";
import { MARKER, SCRATCH, TOOLS } from "../../src/toolbox/container-paths.ts";
import { execText } from "../../src/toolbox/exec-text.ts";
import { openRealEngine } from "../support/real-engine.ts";

const PYTHON = "/usr/bin/python3";
const NAME = `surelayer-test-layer-${randomBytes(4).toString("hex")}`;
const VOLUMES = { [`${NAME}-tools`]: TOOLS, [`${NAME}-scratch`]: SCRATCH };

/** What phases do to files: 12,345 + 8 + 1,000,000 bytes, and the base's files that they change. */
const CHANGES = `
import os
os.makedirs("/opt/new/folder")
open("/opt/new/file", "wb").write(b"x" * 12345)
os.link("/opt/new/file", "/opt/new/folder/same file")
os.symlink("new/file", "/opt/link")
with open("/opt/sparse\\n\\u00e9", "wb") as file: file.truncate(1000000)
changed = ["/etc/debian_version", "/etc/passwd", "/etc/os-release"]
with open(changed[0], "a") as file: file.write("more")
os.chmod(changed[1], 0o600)
os.remove("/etc/issue")
os.makedirs("/opt/gone"); open("/opt/gone/file", "w").write("y"); os.remove("/opt/gone/file")
open("/tmp/old", "w").write("old"); os.utime("/tmp/old", (1, 1))
open("${SCRATCH}/not in the layer", "w").write("z" * 5000)
print(12345 + len("new/file") + 1000000 + 3 + sum(os.path.getsize(one) for one in changed[:2]))
`;

let container: Container;
beforeAll(async () => {
  const { engine, image } = await openRealEngine();
  for (const name of Object.keys(VOLUMES)) await engine.createVolume(name, {});
  const mounts = Object.entries(VOLUMES).map(([volume, target]) => ({ volume, target, readOnly: false }));
  container = await engine.createContainer({
    ...{ name: NAME, image, command: ["sleep", "infinity"], labels: {}, mounts },
  });
  await container.putArchive(SCRATCH, archiveOf([{ name: MARKER.slice(SCRATCH.length + 1), content: "" }]));
  await container.start();
  const content = await readFile(new URL("../../images/probes/layer_size.py", import.meta.url));
  await container.putArchive(TOOLS, archiveOf([{ name: "layer_size.py", content }]));
});
afterAll(async () => {
  const { engine } = await openRealEngine();
  await container?.remove();
  for (const name of Object.keys(VOLUMES)) await engine.removeVolume(name);
});

const measure = () =>
  measureLayer(container, { python: PYTHON, imageStore: "containerd" }, new AbortController().signal);

test("a layer's own files are counted, each once, and nothing of its base or its mounts", async () => {
  expect(await measure()).toBe(0);
  const { stdout } = await execText(container, { command: [PYTHON, "-B", "-c", CHANGES] });
  expect(await measure()).toBe(Number(stdout));

  const { imageStore } = await (await openRealEngine()).engine.info();
  if (imageStore === "graph-driver") expect(await container.diffBytes()).toBe(Number(stdout));
});
