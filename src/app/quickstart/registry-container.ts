import { RegistryError } from "../../text/errors.ts";
import type { QuickstartPorts } from "./quickstart-ports.ts";
import { runProgram } from "./run-program.ts";
import { REGISTRY, type Started } from "./state.ts";

const NAME = "surelayer-registry";
const IMAGE = "registry:2";

/**
 * Runs the registry image by the docker command line: containers of the Engine port publish no ports, on purpose. One
 * that an earlier quickstart made is started again, at its own address.
 * @throws RegistryError where there is no such command.
 */
export async function startRegistryContainer(address: string, ports: QuickstartPorts): Promise<Started> {
  if ((await ports.processes.which("docker")) === undefined) {
    throw new RegistryError("No registry answers on this machine, and none can be started.", {
      remedy: `Start one at ${address}, e.g. Debian's docker-registry, or the image ${IMAGE} with its port published there.`,
    });
  }
  const stop = `docker stop ${NAME}`;
  const earlier = await restart(ports);
  if (earlier !== undefined) return { what: REGISTRY, address: earlier, stop };
  const label = "dev.surelayer.quickstart=registry";
  const program = {
    command: "docker",
    args: ["run", "--detach", "--name", NAME, "--label", label, "--publish", `${address}:5000`, IMAGE],
    remedy: `Check that the engine can pull ${IMAGE}, or start a registry at ${address} yourself.`,
  };
  await runProgram(`Start ${IMAGE}`, program, ports);
  return { what: REGISTRY, address, stop };
}

async function restart({ processes, signal }: QuickstartPorts): Promise<string | undefined> {
  const started = await processes.run("docker", ["start", NAME], { signal });
  if (started.exitCode !== 0) return undefined;
  const published = await processes.run("docker", ["port", NAME, "5000/tcp"], { signal });
  return /^(127\.0\.0\.1:\d+)$/mu.exec(published.stdout)?.[1];
}
