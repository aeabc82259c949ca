import type { Plan } from "../plan/plan.ts";
import type { EngineInfo } from "../ports/engine.ts";
import type { Ports } from "../ports/ports.ts";
import { formatBytes } from "../text/units/format-bytes.ts";
import type { Check } from "./verification.ts";

/** Checks what the smoke test needs: the engine, room on the engine's disk, and a GPU. */
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

/** Passes when the driver's tool names a GPU and the engine can give that GPU to a container. */
async function gpuCheck(info: EngineInfo, ports: Ports): Promise<Check> {
  const check = (status: Check["status"], detail: string) => ({ id: "gpu", title: "GPU", status, detail });
  const tool = await ports.processes.which("nvidia-smi");
  if (!tool) return check("skipped", "no GPU: this machine has no nvidia-smi");
  const query = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"];
  const answer = await ports.processes.ask(tool, query);
  const gpu = answer.stdout.trim().split("\n")[0];
  if (answer.exitCode !== 0 || !gpu)
    return check("skipped", `no GPU: nvidia-smi ended with exit code ${answer.exitCode}`);
  if (!info.runtimes.includes("nvidia"))
    return check("skipped", `${gpu}, but the engine has no nvidia runtime to hand it on`);
  return check("passed", gpu);
}
