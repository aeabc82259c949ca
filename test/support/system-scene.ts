import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Container, ExecSpec } from "../../src/ports/engine.ts";
import { type BuildScene, buildScene } from "./build-scene.ts";
import { type SimulatedApt, simulatedApt } from "./simulated-apt.ts";
import { type TestPorts, testPorts } from "./test-ports.ts";

export const SYSTEM_MANIFEST = `version: 1
name: demo
base: { image: base.example/python:1 }
system_packages: [ffmpeg]
workdir: /app/data
env: { COLOUR: blue }
phases:
  - name: one
    packages: [alpha]
    imports: [alpha]
    system_packages: [sox]
    run: [[make-model, --size, "a && b"], [ldconfig]]
  - { name: two, packages: [beta] }
`;

/** A scene whose base has apt, with a manifest of system packages and commands. */
export async function systemScene(
  manifest = SYSTEM_MANIFEST,
): Promise<BuildScene & { apt: SimulatedApt; steps: ExecSpec[] }> {
  const made = await buildScene();
  await writeFile(join(made.folder, "install.yml"), manifest);
  const apt = simulatedApt(
    { ffmpeg: { needs: ["libav"] }, libav: {}, sox: { needs: ["libav"] } },
    { bash: "5.2" },
  );
  const steps: ExecSpec[] = [];
  const step = (exec: { spec: ExecSpec }) => {
    steps.push(exec.spec);
    return 0;
  };
  made.base.overrides = { ...apt.overrides, "make-model ": step, ldconfig: step };
  return Object.assign(made, { apt, steps });
}

/** The cause of an error that a step throws in a container of the scene's base. */
export async function rawFailure(
  { engine }: BuildScene,
  step: (container: Container, ports: TestPorts) => Promise<void>,
): Promise<unknown> {
  await engine.createVolume("raw", {});
  const container = await engine.createContainer({
    mounts: [{ volume: "raw", target: "/dev/surelayer/scratch", readOnly: false }],
    ...{ name: "raw", image: "base.example/python:1", command: ["sleep", "infinity"], labels: {} },
  });
  await container.start();
  const thrown = await step(container, testPorts({ engine })).catch((error: unknown) => error);
  return (thrown as Error).cause;
}
