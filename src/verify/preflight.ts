import type { Plan } from "../plan/plan.ts";
import type { EngineInfo } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import type { Check } from "./verification.ts";

/** What the smoke test stands on: the engine, room on its disk, and a GPU where the image wants one. */
export async function preflight(plan: Plan, freeBytes: number, ports: Ports): Promise<readonly Check[]> {
  const info = await ports.engine.info();
  return [engineCheck(info), diskCheck(freeBytes, plan.verdict.reserveBytes), await gpuCheck(info, ports)];
}

function engineCheck(info: EngineInfo): Check {
  const amd64 = ["amd64", "x86_64"].includes(info.architecture);
  return {
    id: "engine",
    title: "container engine",
    status: amd64 ? "passed" : "failed",
    detail: `${info.version} (API ${info.apiVersion}), ${info.operatingSystem}, ${info.architecture}`,
  };
}

function diskCheck(freeBytes: number, reserveBytes: number): Check {
  return {
    id: "disk",
    title: "free disk after the build",
    status: freeBytes >= reserveBytes ? "passed" : "failed",
    detail: `${formatBytes(freeBytes)} free, ${formatBytes(reserveBytes)} are to stay free`,
  };
}

/** The driver's own tool must name a GPU, and the engine must be able to hand it to a container. */
async function gpuCheck(info: EngineInfo, ports: Ports): Promise<Check> {
  const check = { id: "gpu", title: "GPU" };
  const tool = await ports.processes.which("nvidia-smi");
  if (!tool) return { ...check, status: "skipped", detail: "no GPU: this machine has no nvidia-smi" };
  const query = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"];
  const answer = await ports.processes.ask(tool, query);
  const gpu = answer.stdout.trim().split("\n")[0];
  if (answer.exitCode !== 0 || !gpu) {
    return {
      ...check,
      status: "skipped",
      detail: `no GPU: nvidia-smi ended with exit code ${answer.exitCode}`,
    };
  }
  if (!info.runtimes.includes("nvidia")) {
    return {
      ...check,
      status: "skipped",
      detail: `${gpu}, but the engine has no nvidia runtime to hand it on`,
    };
  }
  return { ...check, status: "passed", detail: gpu };
}
