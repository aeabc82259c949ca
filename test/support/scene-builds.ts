import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../src/app/commands.ts";
import { RecordedError } from "../../src/app/record-run.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { BuildScene } from "./build-scene.ts";
import { type TestPorts, testPorts } from "./test-ports.ts";

const RUN = { id: "r1", owner: "host/1" };
export const COPYING = "files: [{ from: app, to: /app }]\n";

/** Builds the scene's manifest. */
export async function build(scene: BuildScene, changes: Partial<Ports> = {}) {
  const ports = testPorts({ engine: scene.engine, ...changes });
  return { ports, report: await runCommand(RUN, scene.options(), ports, "0.0.0") };
}

/** Why building it fails. */
export async function failureOf(scene: BuildScene, ports: TestPorts = testPorts({ engine: scene.engine })) {
  const error = await runCommand(RUN, scene.options(), ports, "0.0.0").catch((thrown: unknown) => thrown);
  if (!(error instanceof RecordedError)) throw new Error("The build did not fail.", { cause: error });
  return error.report.failure;
}

/** Rewrites the manifest so that its phases are optional. */
export async function makeOptional(scene: BuildScene): Promise<void> {
  const text = `version: 1
name: demo
base: { image: base.example/python:1 }
phases:
  - { name: one, packages: [alpha], imports: [alpha], optional: true }
  - { name: two, packages: [beta], imports: [beta], optional: true }
`;
  await writeFile(join(scene.folder, "install.yml"), text);
}
